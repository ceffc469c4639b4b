package io.jukung.raftstore.ratis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.apache.ratis.thirdparty.io.netty.channel.Channel;
import org.apache.ratis.thirdparty.io.netty.channel.EventLoop;
import org.apache.ratis.thirdparty.io.netty.channel.epoll.Epoll;
import org.apache.ratis.thirdparty.io.netty.channel.epoll.EpollSocketChannel;
import org.apache.ratis.thirdparty.io.netty.channel.socket.nio.NioSocketChannel;
import org.junit.jupiter.api.Test;

class ClientConnectionsTest {
  private static Channel connection() {
    return Epoll.isAvailable() ? new EpollSocketChannel() : new NioSocketChannel();
  }

  private static EventLoop thread(ClientConnections clients, Channel connection) {
    return clients.register(connection).syncUninterruptibly().channel().eventLoop();
  }

  private static void close(Channel connection) {
    var _ = connection.close().syncUninterruptibly();
  }

  @Test
  void theFirstShareTheMembersThreadAndMoreDoNot() {
    try (ConnectionThread members = new ConnectionThread();
        ClientConnections clients = members.clients()) {
      List<Channel> open = new ArrayList<>();
      open.add(connection());
      EventLoop shared = thread(clients, open.getFirst());
      for (int i = 1; i < ClientConnections.MOST_SHARED; i++) {
        open.add(connection());
        assertThat(thread(clients, open.getLast())).isSameAs(shared);
      }
      for (int i = 0; i < ClientConnections.MOST_SHARED; i++) {
        open.add(connection());
        assertThat(thread(clients, open.getLast())).isNotSameAs(shared);
      }
      close(open.removeFirst());
      open.add(connection());
      assertThat(thread(clients, open.getLast())).as("there is room again").isSameAs(shared);
      open.forEach(ClientConnectionsTest::close);
    }
  }
}
