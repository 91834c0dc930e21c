// What does a phone show when no server answers? The waiting page, kept here with its styles. Nothing else is kept: a
// number of an hour ago would be believed.

const { name, waiting, kept } = JSON.parse("TOLD");

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(name).then((cache) => cache.addAll([waiting, ...kept])).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const isOld = (each) => each.startsWith("phone-") && each !== name;
  event.waitUntil(caches.keys().then((names) => Promise.all(names.filter(isOld).map((each) => caches.delete(each)))));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  if (request.mode === "navigate") event.respondWith(fromServer(request, waiting));
  else if (kept.includes(new URL(request.url).pathname)) event.respondWith(fromServer(request, request));
});

async function fromServer(request, instead) {
  try {
    const answer = await fetch(request);
    if (!isGone(answer)) return answer;
  } catch {
    // No network at all.
  }
  const cache = await caches.open(name);
  return (await cache.match(instead)) ?? Response.error();
}

// A proxy before a dead server has a page of its own, which helps nobody.
function isGone({ status }) {
  return status >= 502 && status <= 504;
}
