// Keeps the clock of the entrance's pages going, and sends the form of a pairing link by itself.

import { startClock } from "/theme/clock.js";

startClock();
document.getElementById("send-by-itself")?.requestSubmit();
