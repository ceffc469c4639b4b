package io.jukung.server.resource;

import io.jukung.registry.store.ObjectEvent;
import io.jukung.registry.store.ObjectWatch;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The watches that are running, so that they can be ended. Safe for all threads. */
public final class WatchSessions {
  private final Set<Session> sessions = ConcurrentHashMap.newKeySet();
  private volatile boolean stopping;

  /** Begins a watch on the current thread; closed when it is over. */
  Session open() {
    Session session = new Session(Thread.currentThread());
    sessions.add(session);
    if (stopping) {
      session.end();
    }
    return session;
  }

  /** Ends all watches, those to come included: each stops before its next event. */
  public void endAll() {
    stopping = true;
    sessions.forEach(Session::end);
  }

  /** How many are running. */
  public int count() {
    return sessions.size();
  }

  /** One watch. Its thread is interrupted while it waits for events, and only then. */
  final class Session implements AutoCloseable {
    private final Thread thread;
    private boolean waiting;
    private boolean ended;

    private Session(Thread thread) {
      this.thread = thread;
    }

    /** Stops the watch soon; from any thread. */
    synchronized void end() {
      ended = true;
      if (waiting) {
        thread.interrupt();
      }
    }

    /** Whether the watch was told to stop. */
    synchronized boolean ended() {
      return ended;
    }

    /** Waits for the next event; empty when none came in time or the watch was told to stop. */
    Optional<ObjectEvent> await(ObjectWatch watch, Duration wait) {
      synchronized (this) {
        if (ended) {
          return Optional.empty();
        }
        waiting = true;
      }
      try {
        return watch.next(wait);
      } catch (InterruptedException e) {
        end();
        return Optional.empty();
      } finally {
        synchronized (this) {
          waiting = false;
          // The interrupt was for the wait; what follows is the orderly end of the stream.
          Thread.interrupted();
        }
      }
    }

    @Override
    public void close() {
      sessions.remove(this);
    }
  }
}
