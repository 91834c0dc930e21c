// How large may the text be so that nothing is cut? Long names shrink; they are never clipped and never scroll.

const STEP = 0.04;

/** Sets --fit on `box` (1 = as designed) to the largest scale at which its content stays inside. */
export function fit(box, least = 0.3) {
  for (let scale = 1; scale > least; scale -= STEP) {
    box.style.setProperty("--fit", scale.toFixed(2));
    if (isInside(box)) return;
  }
}

// One pixel of grace: browsers round the two sides of the comparison differently.
export const isInside = (box) => box.scrollWidth <= box.clientWidth + 1 && box.scrollHeight <= box.clientHeight + 1;

/** Runs `again` when the fonts have come and whenever the screen changes its size. */
export function onResize(again) {
  document.fonts.ready.then(again);
  addEventListener("resize", again);
}
