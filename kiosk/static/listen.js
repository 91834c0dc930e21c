// placeholder until the voice is wired
export const isHeard = () => false;
