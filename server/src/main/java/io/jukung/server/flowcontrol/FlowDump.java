package io.jukung.server.flowcontrol;

import io.jukung.registry.codec.value.GoDuration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The texts of {@code /debug/api_priority_and_fairness/dump_*} ({@code apf_controller_debug.go} at
 * v1.36).
 */
final class FlowDump {
  private static final int CELL = 8;

  private FlowDump() {}

  /** One line for each level. */
  static String levels(Map<String, Level> levels) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        List.of(
            "PriorityLevelName,",
            "ActiveQueues,",
            "IsIdle,",
            "IsQuiescing,",
            "WaitingRequests,",
            "ExecutingRequests,",
            "DispatchedRequests,",
            "RejectedRequests,",
            "TimedoutRequests,",
            "CancelledRequests"));
    new TreeMap<>(levels)
        .forEach(
            (name, level) -> {
              level.lock.lock();
              try {
                LevelCounts counts = level.counts;
                long active =
                    java.util.Arrays.stream(level.queues())
                        .filter(queue -> !queue.waiting.isEmpty())
                        .count();
                rows.add(
                    cells(
                        name,
                        active,
                        counts.waiting == 0 && counts.executing == 0,
                        false,
                        counts.waiting,
                        counts.executing,
                        counts.dispatched,
                        counts.rejected,
                        counts.timedOut,
                        counts.cancelled));
              } finally {
                level.lock.unlock();
              }
            });
    return table(rows);
  }

  /** One line for each queue. */
  static String queues(Map<String, Level> levels) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        List.of(
            "PriorityLevelName,",
            "Index,",
            "PendingRequests,",
            "ExecutingRequests,",
            "SeatsInUse,",
            "NextDispatchR,",
            "InitialSeatsSum,",
            "MaxSeatsSum,",
            "TotalWorkSum"));
    new TreeMap<>(levels)
        .forEach(
            (name, level) -> {
              level.lock.lock();
              try {
                for (LevelQueue queue : level.queues()) {
                  int initial = queue.waiting.stream().mapToInt(t -> t.work.seats()).sum();
                  rows.add(
                      cells(
                          name,
                          queue.index,
                          queue.waiting.size(),
                          queue.running.size(),
                          queue.seatsInUse,
                          String.format("%.8fss", queue.nextR),
                          initial,
                          queue.seatsWaiting,
                          String.format("%.8fss", queue.workWaiting)));
                }
              } finally {
                level.lock.unlock();
              }
            });
    return table(rows);
  }

  /** One line for each request. */
  static String requests(Map<String, Level> levels, boolean details, long nowNs, Instant now) {
    List<List<String>> rows = new ArrayList<>();
    List<String> head =
        new ArrayList<>(
            List.of(
                "PriorityLevelName,",
                "FlowSchemaName,",
                "QueueIndex,",
                "RequestIndexInQueue,",
                "FlowDistingsher,",
                "ArriveTime,",
                "InitialSeats,",
                "FinalSeats,",
                "AdditionalLatency,",
                "StartTime"));
    if (details) {
      head.set(9, "StartTime,");
      head.addAll(
          List.of(
              "UserName,",
              "Verb,",
              "APIPath,",
              "Namespace,",
              "Name,",
              "APIVersion,",
              "Resource,",
              "SubResource"));
    }
    rows.add(head);
    new TreeMap<>(levels)
        .forEach(
            (name, level) -> {
              level.lock.lock();
              try {
                for (LevelQueue queue : level.queues()) {
                  int at = 0;
                  for (Ticket ticket : queue.waiting) {
                    rows.add(request(name, queue.index, at++, ticket, details, nowNs, now));
                  }
                  for (Ticket ticket : queue.running) {
                    rows.add(request(name, queue.index, -1, ticket, details, nowNs, now));
                  }
                }
                for (Ticket ticket : level.counts.queueless) {
                  rows.add(request(name, -1, -1, ticket, details, nowNs, now));
                }
              } finally {
                level.lock.unlock();
              }
            });
    return table(rows);
  }

  private static List<String> request(
      String level, int queue, int at, Ticket ticket, boolean details, long nowNs, Instant now) {
    Ticket.Told told = ticket.told;
    List<Object> cells =
        new ArrayList<>(
            List.of(
                level,
                told.schema(),
                queue,
                at,
                told.flow(),
                now.minusNanos(nowNs - ticket.arrivedNs),
                ticket.work.seats(),
                ticket.work.finalSeats(),
                GoDuration.format(ticket.work.finalNs()),
                ticket.running
                    ? now.minusNanos(nowNs - ticket.startedNs)
                    : "0001-01-01T00:00:00Z"));
    if (details) {
      cells.addAll(
          List.of(
              told.user().name(),
              told.info().verb(),
              told.info().path(),
              told.info().namespace(),
              told.info().name(),
              told.info().group().isEmpty()
                  ? told.info().version()
                  : told.info().group() + "/" + told.info().version(),
              told.info().resource(),
              told.info().subresource()));
    }
    return cells(cells.toArray());
  }

  private static List<String> cells(Object... values) {
    List<String> cells = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      cells.add(values[i] + (i < values.length - 1 ? "," : ""));
    }
    return cells;
  }

  /** Columns as wide as their widest cell, eight at least, as Go's tabwriter makes them. */
  private static String table(List<List<String>> rows) {
    int columns = rows.getFirst().size();
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int i = 0; i < row.size() - 1; i++) {
        widths[i] = Math.max(widths[i], Math.max(CELL, row.get(i).length() + 1));
      }
    }
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      for (int i = 0; i < row.size(); i++) {
        text.append(row.get(i));
        if (i < row.size() - 1) {
          text.repeat(' ', widths[i] - row.get(i).length());
        }
      }
      text.append('\n');
    }
    return text.toString();
  }
}
