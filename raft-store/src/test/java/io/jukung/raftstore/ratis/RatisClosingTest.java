package io.jukung.raftstore.ratis;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.apache.ratis.server.DivisionInfo;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.util.LifeCycle;
import org.junit.jupiter.api.Test;

/** What Ratis does now and then only: close its divisions after it says that it has closed. */
class RatisClosingTest {
  private static <T> T as(Class<T> type, InvocationHandler handler) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }

  @Test
  void itIsOverWhenTheDivisionHasClosed() {
    Queue<LifeCycle.State> states =
        new ArrayDeque<>(
            List.of(
                LifeCycle.State.RUNNING,
                LifeCycle.State.CLOSING,
                LifeCycle.State.CLOSING,
                LifeCycle.State.CLOSED));
    RaftServer server = as(RaftServer.class, (self, method, arguments) -> null);
    DivisionInfo division = as(DivisionInfo.class, (self, method, arguments) -> states.remove());
    RatisClosing.close(server, division, "test");
    assertThat(states).isEmpty();
  }
}
