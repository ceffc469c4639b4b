package io.jukung.raftstore.etcdapi;

import io.etcd.jetcd.api.AlarmMember;
import io.jukung.raftstore.ReplicaCheck;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What would raise an alarm in etcd: a disk that is nearly full, and members that hold another
 * state than this one.
 */
final class Alarms {
  private static final int ANY = 0;
  private static final int NO_SPACE = 1;

  /** Not in jetcd. */
  private static final int CORRUPT = 2;

  private final ApiStore api;

  Alarms(ApiStore api) {
    this.api = api;
  }

  /** All there are. */
  List<AlarmMember> raised() {
    List<AlarmMember> raised = new ArrayList<>();
    if (api.extras().diskLow()) {
      raised.add(alarm(api.memberId(), NO_SPACE));
    }
    Optional<ReplicaCheck> check = api.store().group().lastCheck();
    check.ifPresent(
        found ->
            found
                .different()
                .keySet()
                .forEach(name -> raised.add(alarm(api.inspection().memberId(name), CORRUPT))));
    return raised;
  }

  /** Those of a kind; 0 is any. */
  List<AlarmMember> raised(int kind) {
    return raised().stream().filter(alarm -> kind == ANY || alarm.getAlarmValue() == kind).toList();
  }

  /** As etcd tells of one in its status. */
  static String text(AlarmMember alarm) {
    return "memberID:"
        + Long.toUnsignedString(alarm.getMemberID())
        + " alarm:"
        + (alarm.getAlarmValue() == NO_SPACE ? "NOSPACE" : "CORRUPT")
        + " ";
  }

  private static AlarmMember alarm(long member, int kind) {
    return AlarmMember.newBuilder().setMemberID(member).setAlarmValue(kind).build();
  }
}
