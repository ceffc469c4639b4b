package io.jukung.raftstore.ratis;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Optional;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.server.raftlog.RaftLog;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drops entries from what Ratis keeps of its log in the heap once they are applied here, on disk
 * here and acknowledged by all others. Nobody reads them again then, and they are most of what a
 * young collection would have to copy: Ratis itself keeps the open segment whole and another one.
 * Who does want one, as a member that came back with an empty disk, gets it from the file. Used by
 * the thread that applies.
 */
public final class LogCache {
  private static final Logger LOG = LoggerFactory.getLogger(LogCache.class);

  /** Behind a member that is away entries stay as long as Ratis keeps them. */
  private static final int MOST_WAITING = 4_096;

  private final RaftServer.Division member;
  private final ArrayDeque<TermIndex> waiting = new ArrayDeque<>();
  private @Nullable Access access;
  private boolean tried;

  /** Of a member that has been made. */
  public LogCache(RaftServer.Division member) {
    this.member = member;
  }

  /** An entry has been applied. Without effect, and said so, when Ratis has changed. */
  public void applied(TermIndex entry) {
    if (!tried) {
      tried = true;
      access = Access.to(member.getRaftLog()).orElse(null);
    }
    waiting.add(entry);
    long free = free();
    while (!waiting.isEmpty() && waiting.getFirst().getIndex() <= free) {
      drop(waiting.removeFirst());
    }
    if (waiting.size() > MOST_WAITING) {
      waiting.removeFirst();
    }
  }

  /** The last entry that all members have on their disks, as far as this one knows. */
  private long free() {
    long index = member.getRaftLog().getFlushIndex();
    long @Nullable [] others = member.getInfo().getFollowerMatchIndices();
    if (others != null) {
      for (long other : others) {
        index = Math.min(index, other);
      }
    }
    return index;
  }

  private void drop(TermIndex entry) {
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
