package io.jukung.raftstore.ratis;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.concurrent.CompletableFuture;

/** What is private in Ratis of how a leader commits and who applies. */
record CommitParts(
    Field state,
    Method updater,
    Field signal,
    Field role,
    Method leader,
    Field events,
    Field queue,
    Field commit,
    Method leads,
    Method execute,
    Method apply) {
  private static final String SERVER = "org.apache.ratis.server.impl.";

  static CommitParts find() throws ReflectiveOperationException {
    String leader = "LeaderStateImpl";
    return new CommitParts(
        field("RaftServerImpl", "state"),
        method("ServerState", "getStateMachineUpdater"),
        field("StateMachineUpdater", "awaitForSignal"),
        field("RaftServerImpl", "role"),
        method("RoleInfo", "getLeaderState"),
        field(leader, "eventQueue"),
        field(leader + "$EventQueue", "queue"),
        field(leader, "updateCommitEvent"),
        method(leader, "isRunning"),
        method(leader + "$StateUpdateEvent", "execute"),
        method("StateMachineUpdater", "applyLog", CompletableFuture.class));
  }

  private static Field field(String type, String name) throws ReflectiveOperationException {
    Field field = Class.forName(SERVER + type).getDeclaredField(name);
    field.setAccessible(true);
    return field;
  }

  private static Method method(String type, String name, Class<?>... parameters)
      throws ReflectiveOperationException {
    Method method = Class.forName(SERVER + type).getDeclaredMethod(name, parameters);
    method.setAccessible(true);
    return method;
  }
}
