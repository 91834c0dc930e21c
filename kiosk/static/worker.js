// What does the browser show when the server does not answer? The waiting page and all that it is made of, kept here.
// Pages are always asked for anew: a kiosk never shows a queue of yesterday.

const { name, waiting, kept } = JSON.parse("TOLD");

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(name).then((cache) => cache.addAll([waiting, ...kept])).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const isOld = (each) => each.startsWith("kiosk-") && each !== name; // the phone's page keeps its own
  const old = caches.keys().then((names) => Promise.all(names.filter(isOld).map((each) => caches.delete(each))));
  event.waitUntil(old.then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  if (request.mode === "navigate") event.respondWith(page(request));
  else if (/\/(theme|static)\//.test(new URL(request.url).pathname)) event.respondWith(part(request));
});

async function page(request) {
  try {
    const answer = await fetch(request);
    if (!isGone(answer)) return answer;
  } catch {
    // No line at all.
  }
  return (await caches.match(waiting)) ?? Response.error();
}

async function part(request) {
  const cache = await caches.open(name);
  try {
    const answer = await fetch(request);
    if (answer.ok) cache.put(request, answer.clone());
    if (!isGone(answer)) return answer;
  } catch {
    // What is kept will do.
  }
  return (await cache.match(request)) ?? Response.error();
}

// A proxy before a dead server has a page of its own, which helps nobody.
function isGone({ status }) {
  return status >= 502 && status <= 504;
}
