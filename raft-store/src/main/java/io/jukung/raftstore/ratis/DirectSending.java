package io.jukung.raftstore.ratis;

import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.ratis.grpc.server.GrpcLogAppender;
import org.apache.ratis.thirdparty.io.grpc.stub.CallStreamObserver;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets the thread that put an entry into the log send it to a follower. Ratis 3.3.0 has a thread
 * for each follower, and waking that costs more than sending. It still sends whatever may have to
 * wait: for the connection, for answers, for the disk, or after a failure.
 */
final class DirectSending {
  private static final Logger LOG = LoggerFactory.getLogger(DirectSending.class);

  /** How many entries are in memory for certain. */
  static final int NEWEST = 64;

  private final GrpcLogAppender appender;
  private final ReentrantLock sending = new ReentrantLock();
  private final Optional<Parts> parts;
  private volatile @Nullable Thread own;
  private volatile @Nullable Stream stream;

  /** A stream of calls and what tells whether it takes one at once. */
  private record Stream(Object calls, CallStreamObserver<?> entries) {}

  /** What is private in Ratis. */
  record Parts(Method appendLog, Method tooMany, Field calls) {
    static Parts find() throws ReflectiveOperationException {
      Class<?> type = GrpcLogAppender.class;
      Parts parts =
          new Parts(
              type.getDeclaredMethod("appendLog", boolean.class),
              type.getDeclaredMethod("haveTooManyPendingRequests"),
              type.getDeclaredField("appendLogRequestObserver"));
      parts.appendLog.setAccessible(true);
      parts.tooMany.setAccessible(true);
      parts.calls.setAccessible(true);
      return parts;
    }
  }

  /** Without effect, and said so, when Ratis has changed. */
  DirectSending(GrpcLogAppender appender) {
    this.appender = appender;
    Optional<Parts> found = Optional.empty();
    try {
      found = Optional.of(Parts.find());
    } catch (ReflectiveOperationException | RuntimeException e) {
      LOG.warn("entries for {} take a detour", appender.getFollowerId(), e);
    }
    this.parts = found;
  }

  /** What the appender's own thread does. */
  interface Body {
    void run() throws IOException;
  }

  /** Runs what the appender's own thread does. */
  void run(Body body) throws IOException {
    own = Thread.currentThread();
    try {
      body.run();
    } finally {
      release();
    }
  }

  /** The own thread is about to look whether there is something to send. */
  void acquire() {
    if (Thread.currentThread().equals(own) && !sending.isHeldByCurrentThread()) {
      sending.lock();
    }
  }

  /** The own thread has sent what there was, and is about to wait. */
  void release() {
    if (sending.isHeldByCurrentThread()) {
      sending.unlock();
    }
  }

  /** Whether this thread is sending. */
  boolean sends() {
    return sending.isHeldByCurrentThread();
  }

  /** Sends at once if nothing would have to be waited for; false when there is more to send. */
  boolean send() {
    if (parts.isEmpty() || Thread.holdsLock(appender.getServer()) || !sending.tryLock()) {
      return false;
    }
    try {
      if (!ready(parts.get())) {
        return false;
      }
      parts.get().appendLog.invoke(appender, false);
      return appender.getFollower().getNextIndex() >= appender.getRaftLog().getNextIndex();
    } catch (InvocationTargetException e) {
      LOG.debug("{} tries again", appender, e); // It meets the same, and knows what to do.
      return false;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    } finally {
      sending.unlock();
    }
  }

  private boolean ready(Parts parts) throws ReflectiveOperationException {
    Object now = parts.calls.get(appender);
    long behind = appender.getRaftLog().getNextIndex() - appender.getFollower().getNextIndex();
    if (now == null || !appender.isRunning() || behind > NEWEST) {
      return false;
    }
    Stream known = stream;
    if (known == null || !known.calls.equals(now)) {
      Field field = now.getClass().getDeclaredField("appendLog");
      field.setAccessible(true);
      known = new Stream(now, (CallStreamObserver<?>) field.get(now));
      stream = known;
    }
    return known.entries.isReady() && !(boolean) parts.tooMany.invoke(appender);
  }
}
