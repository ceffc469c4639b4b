package io.jukung.raftstore.ratis;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Optional;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.server.raftlog.RaftLog;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drops entries from what Ratis keeps of its log in the heap once they are applied. Alone, nobody
 * reads them again, and they are most of what a young collection would have to copy: Ratis itself
 * keeps the open segment whole and another one. Used by the thread that applies.
 */
public final class LogCache {
  private static final Logger LOG = LoggerFactory.getLogger(LogCache.class);

  private final RaftServer.Division member;
  private @Nullable Access access;
  private boolean tried;

  /** Of a member that has been made. */
  public LogCache(RaftServer.Division member) {
    this.member = member;
  }

  /** Drops an entry. Without effect, and said so, when Ratis has changed. */
  public void drop(TermIndex entry) {
    if (!tried) {
      tried = true;
      access = Access.to(member.getRaftLog()).orElse(null);
    }
    if (access != null && !access.drop(entry)) {
      access = null;
    }
  }

  /** Ratis' own way to a cached entry, which it shows nobody. */
  private record Access(Object cache, Method segment, Method remove, Object operation) {
    static Optional<Access> to(RaftLog log) {
      try {
        Field field = log.getClass().getDeclaredField("cache");
        field.setAccessible(true);
        Object cache = field.get(log);
        Method segment = cache.getClass().getDeclaredMethod("getSegment", long.class);
        segment.setAccessible(true);
        Method remove =
            Arrays.stream(segment.getReturnType().getDeclaredMethods())
                .filter(method -> method.getName().equals("removeEntryCache"))
                .findFirst()
                .orElseThrow(NoSuchMethodException::new);
        remove.setAccessible(true);
        Object operation =
            Arrays.stream(remove.getParameterTypes()[1].getEnumConstants())
                .filter(constant -> constant.toString().equals("REMOVE_CACHE"))
                .findFirst()
                .orElseThrow(NoSuchFieldException::new);
        return Optional.of(new Access(cache, segment, remove, operation));
      } catch (ReflectiveOperationException | RuntimeException e) {
        LOG.warn("applied entries of the log stay in the heap", e);
        return Optional.empty();
      }
    }

    boolean drop(TermIndex entry) {
      try {
        Object found = segment.invoke(cache, entry.getIndex());
        if (found != null) {
          remove.invoke(found, entry, operation);
        }
        return true;
      } catch (ReflectiveOperationException | RuntimeException e) {
        LOG.warn("applied entries of the log stay in the heap", e);
        return false;
      }
    }
  }
}
