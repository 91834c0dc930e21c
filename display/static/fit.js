// How large may the text be so that nothing is cut? Long names shrink; they are never clipped and never scroll.

const STEP = 0.04;
const LEAST = 0.3;

/** Sets --fit on each box (1 = as designed) to the largest scale at which its content stays inside. */
export function fit(...boxes) {
  let tooLarge = boxes;
  // All are written before one is measured: a browser lays the page out anew for each measure after a change.
  for (let scale = 1; scale > LEAST && tooLarge.length; scale -= STEP) {
    for (const box of tooLarge) box.style.setProperty("--fit", scale.toFixed(2));
    tooLarge = tooLarge.filter((box) => !isInside(box));
  }
}

// One pixel of grace: browsers round the two sides of the comparison differently.
export const isInside = (box) => box.scrollWidth <= box.clientWidth + 1 && box.scrollHeight <= box.clientHeight + 1;

/** Runs `again` when the fonts have come and whenever the screen changes its size. */
export function onResize(again) {
  document.fonts.ready.then(again);
  addEventListener("resize", again);
}
