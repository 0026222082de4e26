/** Milliseconds of the one clock that all threads of a process share. */
export const clock = () => Number(process.hrtime.bigint()) / 1e6;
