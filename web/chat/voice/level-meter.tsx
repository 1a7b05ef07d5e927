import { useEffect, useRef } from 'react';

const bars = 48;

/** How loud the last seconds were, the newest at the right. For eyes alone: whoever listens hears themselves. */
export const LevelMeter = ({ level }: { readonly level: () => number }): React.ReactNode => {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const heights = Array.from({ length: bars }, () => 0);
    const timer = setInterval(() => {
      heights.push(level());
      heights.shift();
      [...(box.current?.children ?? [])].forEach((bar, at) => {
        if (bar instanceof HTMLElement) bar.style.height = `${String(Math.max(4, Math.round((heights[at] ?? 0) * 100)))}%`;
      });
    }, 80);
    return () => clearInterval(timer);
  }, [level]);
  return (
    <div className="level" ref={box} aria-hidden="true">
      {Array.from({ length: bars }, (_, at) => (
        <span key={at} />
      ))}
    </div>
  );
};
