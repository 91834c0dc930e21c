// What is said to somebody who stands in the line? The server's sentences, their gaps filled with what the news tells.

/** This phone's own place in the line of its department: {ahead, wait}, or undefined if it stands there no more. */
export function placeIn(line, { series, number }) {
  const own = line?.find(([its, number_]) => its === Number(series) && number_ === Number(number));
  return own && { ahead: own[2], wait: own[3] };
}

/** {headline, details}, as the server says them. */
export function placeWords({ ahead, wait }, said) {
  const headline = ahead === 0 ? said.next : fill(ahead === 1 ? said.one : said.many, { n: ahead });
  const details = [interval(wait, said)];
  if (ahead <= said.soon_until) details.unshift(said.soon);
  if (wait?.may_miss) details.push(said.may_miss);
  return { headline, details };
}

/** A sentence with its gaps filled. */
export function fill(sentence, facts) {
  return sentence.replace(/\{(\w+)\}/g, (gap, name) => facts[name] ?? gap);
}

function interval(wait, said) {
  if (!wait) return said.unknown;
  return fill(wait.low === 0 ? said.under : said.wait, wait);
}
