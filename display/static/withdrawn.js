// Was a call taken back? The board says so: it lists the newest calls that still stand, and one that ought to be among
// them and is not was undone, put back or sent elsewhere.

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

const LISTED = 6; // as actions/board.py lists
