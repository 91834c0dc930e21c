// Runs beside the page, in the audio's own thread: hands every block of samples to the page.

class Tap extends AudioWorkletProcessor {
  process([input]) {
    if (input[0]) this.port.postMessage(input[0].slice());
    return true;
  }
}

registerProcessor("tap", Tap);
