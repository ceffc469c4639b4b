package io.jukung.registry.codec;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A message: the fields of a plan by protobuf number, those that Go embeds nested again. */
final class ProtoPlan {
  /**
   * A field.
   *
   * @param slot the field; null for an embedded message
   * @param embedded the embedded message; null for a field
   */
  record Entry(int number, Plan.@Nullable Slot slot, @Nullable ProtoPlan embedded) {}

  private final String goName;
  private final List<Entry> entries;
  private final Map<Integer, Entry> byNumber = new HashMap<>();

  private ProtoPlan(String goName, List<Plan.Slot> slots, int level) {
    this.goName = goName;
    List<Entry> all = new ArrayList<>();
    Map<Integer, List<Plan.Slot>> nested = new HashMap<>();
    for (Plan.Slot slot : slots) {
      List<Integer> path = slot.field().embeddedIn();
      if (path.size() > level) {
        nested.computeIfAbsent(path.get(level), n -> new ArrayList<>()).add(slot);
      } else if (slot.field().number() > 0) {
        all.add(new Entry(slot.field().number(), slot, null));
      }
    }
    nested.forEach(
        (number, inner) -> {
          String name = inner.getFirst().embeddedIn().get(level);
          all.add(new Entry(number, null, new ProtoPlan(name, inner, level + 1)));
        });
    all.sort(Comparator.comparingInt(Entry::number));
    this.entries = List.copyOf(all);
    entries.forEach(entry -> byNumber.put(entry.number(), entry));
  }

  static ProtoPlan of(String goName, List<Plan.Slot> slots) {
    return new ProtoPlan(goName, slots, 0);
  }

  String goName() {
    return goName;
  }

  /** The entries in ascending order of their numbers. */
  List<Entry> entries() {
    return entries;
  }

  @Nullable Entry entry(int number) {
    return byNumber.get(number);
  }
}
