// Was a call taken back? The board says so: it lists the newest calls that still stand, and one that ought to be among
// them and is not was undone, put back or sent elsewhere.

import { identity } from "./calls.js";

const CALLS_KEPT = 60;

/** Whether `item`, still in the line, no longer stands according to the server's newest board. */
export function isWithdrawn(item, board) {
  if (board.seq < item.id) return false; // the board is older than the call
  return item.text === undefined ? isCallGone(item, board.calls) : !board.announcements.some(({ id }) => id === item.id);
}

function isCallGone(call, calls) {
  // A recall stands for the calls of the same number before it.
  if (calls.some((other) => other.id >= call.id && other.label === call.label && other.desk === call.desk)) return false;
  const oldest = calls.at(-1);
  // Too old to be listed any more: of such a call the board says nothing.
  return calls.length < LISTED || call.id > oldest.id;
}

/** The board's calls with one that was told. What the board is newer than, and does not list, no longer stands. */
export function callsWith(call, board) {
  if (call.id <= board.seq || board.calls.some((each) => identity(each) === identity(call))) return board.calls;
  return [call, ...board.calls].sort((a, b) => b.id - a.id).slice(0, CALLS_KEPT);
}

const LISTED = 6; // as actions/board.py lists
