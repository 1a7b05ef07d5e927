import { useEffect, useState } from 'react';
import { useChat } from './chat-context.ts';

/** A hiccup that is over before anybody notices is not shown. */
const shownAfterMs = 2_500;

/** How the page stands with the server, where it is not as it should be. */
export const LinkNotice = (): React.ReactNode => {
  const { state } = useChat();
  const isLost = state.link === 'waiting' || state.link === 'connecting';
  const [isLong, setIsLong] = useState(false);
  useEffect(() => {
    if (!isLost) return setIsLong(false);
    const timer = setTimeout(() => setIsLong(true), shownAfterMs);
    return () => clearTimeout(timer);
  }, [isLost]);
  const isShown = state.link === 'polling' || state.link === 'signed_out' || (isLost && isLong);
  return (
    <div className="link-notice" role="status">
      {isShown && <Words />}
    </div>
  );
};

const Words = (): React.ReactNode => {
  const { state, client } = useChat();
  switch (state.link) {
    case 'signed_out':
      return (
        <p className="notice refused">
          {/* Who comes here signed out is led to sign in, and then back. */}
          You are signed out. <a href={location.pathname}>Sign in</a> to go on; what you wrote and was not sent is kept.
        </p>
      );
    case 'polling':
      return <p className="notice">The network here lets no lasting connection through. New messages show after up to 15 seconds.</p>;
    case 'waiting':
    case 'connecting':
      return (
        <p className="notice refused">
          Not connected. What you write is kept here and sent when the connection is back.{' '}
          <button type="button" className="link" onClick={client.wake}>
            Try now
          </button>
        </p>
      );
    case 'connected':
      return null;
  }
};
