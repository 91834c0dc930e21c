// May this ticket be put on the home screen? Only where the browser trusts the address: under HTTPS. Elsewhere nothing is
// said of it, and nothing is kept.

export function offerInstall({ manifest, icon, worker }) {
  if (!isSecureContext) return;
  document.head.append(link("manifest", manifest), link("apple-touch-icon", icon));
  navigator.serviceWorker?.register(worker).catch(() => {});
}

function link(rel, href) {
  return Object.assign(document.createElement("link"), { rel, href });
}
