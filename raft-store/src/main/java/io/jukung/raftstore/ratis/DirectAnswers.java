package io.jukung.raftstore.ratis;

import java.io.IOException;
import java.lang.reflect.Field;
import org.apache.ratis.grpc.server.GrpcLogAppender;
import org.apache.ratis.proto.RaftProtos.AppendEntriesReplyProto;
import org.apache.ratis.thirdparty.io.grpc.stub.AbstractStub;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets followers' answers, {@link AppendEntriesReplyProto}, be taken on the connection's thread.
 * What Ratis 3.3.0 does with one waits for nothing, and passing each to a thread of a pool costs
 * more than handling it; there is no setting for it.
 */
final class DirectAnswers {
  private static final Logger LOG = LoggerFactory.getLogger(DirectAnswers.class);

  /**
   * How much may wait for the connection before the next call waits, a millisecond at least. By
   * default one call of many writes is enough.
   */
  private static final int READY_BYTES = 1 << 20;

  private DirectAnswers() {}

  /**
   * Before an appender's first call. Without effect, and said so, when Ratis has changed.
   *
   * @param sending how it sends
   */
  static void of(GrpcLogAppender appender, DirectSending sending) {
    try {
      Object client = appender.getServerRpc().getProxies().getProxy(appender.getFollower().getId());
      for (String stub : new String[] {"asyncStub", "hbAsyncStub"}) {
        Field field = client.getClass().getDeclaredField(stub);
        field.setAccessible(true);
        if (field.get(client) instanceof AbstractStub<?> found) {
          field.set(
              client,
              found.withExecutor(task -> run(task, sending)).withOnReadyThreshold(READY_BYTES));
        }
      }
    } catch (IOException | ReflectiveOperationException e) {
      LOG.warn("answers of {} take a detour", appender.getFollower().getId(), e);
    }
  }

  /**
   * A call that fails at once does so on its caller's thread, which holds a lock of the appender's
   * and would go on with the call it has just been told is over.
   */
  private static void run(Runnable task, DirectSending sending) {
    if (sending.sends()) {
      Thread.ofVirtual().name("raft-store-answer").start(task);
    } else {
      task.run();
    }
  }
}
