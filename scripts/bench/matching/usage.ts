// node --import usage.ts …: as the process ends, it writes the time of its threads and its peak memory to the file that LOOP_BENCH_USAGE names.
import { writeFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';

// A thread starts with it, too.
if (isMainThread) {
  process.on('exit', () => {
    const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
    const used = { cpuMs: (userCPUTime + systemCPUTime) / 1_000, peakMb: maxRSS / 1_024 };
    writeFileSync(process.env['LOOP_BENCH_USAGE']!, JSON.stringify(used));
  });
}
