package io.jukung.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Seeded random histories against a model that keeps a whole map for each revision. */
public interface RandomHistoryContract extends StoreFixture {
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  default void randomHistoriesMatchTheModel(long seed) {
    Random random = new Random(seed);
    Model model = new Model();
    WatchRecorder live = watch("", 0);
    boolean whole = true;
    for (int step = 0; step < 600; step++) {
      int dice = random.nextInt(100);
      if (dice < 75) {
        Txn txn = randomTxn(random, model);
        assertThat(store().txn(txn))
            .as("seed %s step %s %s", seed, step, txn)
            .isEqualTo(model.apply(txn));
      } else if (dice < 95) {
        compareReads(random, model);
      } else if (dice < 98) {
        long to = model.compacted + random.nextInt((int) (model.revision - model.compacted) + 1);
        if (to > model.compacted) {
          live.awaitAllUpTo(model.revision); // A watch that is behind may be cut off.
          store().compact(to);
          model.compacted = to;
        }
      } else if (durable()) {
        live.awaitAllUpTo(model.revision);
        reopen();
        live = watch("", 0);
        whole = false;
      }
    }
    List<String> heard = live.awaitAllUpTo(model.revision);
    int from = whole ? 0 : model.story.size() - heard.size();
    assertThat(heard).isEqualTo(model.story.subList(from, model.story.size()));
    live.close();
    resume(random, model);
  }

  private void compareReads(Random random, Model model) {
    long revision = random.nextInt((int) model.revision + 2);
    if (revision != 0 && revision < model.compacted) {
      assertThatThrownBy(() -> list("", revision)).isInstanceOf(StoreException.Compacted.class);
      return;
    }
    if (revision > model.revision) {
      assertThatThrownBy(() -> list("", revision))
          .isInstanceOf(StoreException.FutureRevision.class);
      return;
    }
    long at = revision == 0 ? model.revision : revision;
    KeyRange range = randomRange(random);
    int limit = random.nextInt(4);
    List<KeyValue> all =
        model.at(at).values().stream().filter(item -> range.contains(item.key())).toList();
    List<KeyValue> some = limit == 0 || limit > all.size() ? all : all.subList(0, limit);
    assertThat(store().range(new RangeRequest(range, revision, limit, false)))
        .isEqualTo(new RangeResult(some, some.size() < all.size(), at));
    assertThat(store().count(range, revision)).isEqualTo(all.size());
  }

  private void resume(Random random, Model model) {
    long start = Math.max(2, model.compacted + random.nextInt(20));
    try (WatchRecorder watch = watch("", start)) {
      // Previous values at the compacted revision itself may be gone, so compare without them
      // there.
      List<String> expected =
          model.story.stream().filter(event -> revisionOf(event) >= start).toList();
      List<String> heard = watch.awaitAllUpTo(model.revision);
      assertThat(heard.stream().map(RandomHistoryContract::withoutPrevious).toList())
          .isEqualTo(expected.stream().map(RandomHistoryContract::withoutPrevious).toList());
      assertThat(heard.stream().filter(event -> revisionOf(event) > model.compacted).toList())
          .isEqualTo(
              expected.stream().filter(event -> revisionOf(event) > model.compacted).toList());
    }
  }

  private static long revisionOf(String event) {
    return Long.parseLong(event.substring(0, event.indexOf(' ')));
  }

  private static String withoutPrevious(String event) {
    int was = event.indexOf(" (was ");
    return was < 0 ? event : event.substring(0, was);
  }

  private static Txn randomTxn(Random random, Model model) {
    List<Compare> compares = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      Bytes key = randomKey(random);
      KeyValue item = model.at(model.revision).get(key);
      long right = item == null ? 0 : item.modRevision();
      compares.add(new Compare.ModRevision(key, random.nextInt(4) == 0 ? right + 1 : right));
    }
    return new Txn(compares, randomSide(random), randomSide(random));
  }

  private static List<Operation> randomSide(Random random) {
    List<Operation> side = new ArrayList<>();
    for (int i = random.nextInt(5); i > 0; i--) {
      Bytes key = randomKey(random);
      Operation operation =
          switch (random.nextInt(6)) {
            case 0 -> new Operation.Get(key);
            case 1 -> new Operation.Delete(key);
            case 2 -> new Operation.Delete(randomRange(random));
            default -> new Operation.Put(key, Bytes.utf8("" + random.nextInt(1000)));
          };
      side.add(operation);
      try {
        new Txn(List.of(), side, List.of()).check();
      } catch (StoreException.Invalid e) {
        side.removeLast();
      }
    }
    return side;
  }

  private static Bytes randomKey(Random random) {
    byte[] key = new byte[1 + random.nextInt(2)];
    byte[] alphabet = {0, 1, 'a', 'b', -1};
    for (int i = 0; i < key.length; i++) {
      key[i] = alphabet[random.nextInt(alphabet.length)];
    }
    return Bytes.wrap(key);
  }

  private static KeyRange randomRange(Random random) {
    return switch (random.nextInt(3)) {
      case 0 -> KeyRange.prefix(randomKey(random));
      case 1 -> new KeyRange(randomKey(random), randomKey(random));
      default -> new KeyRange(randomKey(random), Bytes.EMPTY);
    };
  }

  /** The whole state at each revision, and the story a watch should tell. */
  final class Model {
    private final List<TreeMap<Bytes, KeyValue>> states =
        new ArrayList<>(List.of(new TreeMap<>(), new TreeMap<>()));
    private final List<String> story = new ArrayList<>();
    private long revision = 1;
    private long compacted;

    private NavigableMap<Bytes, KeyValue> at(long atRevision) {
      return states.get((int) atRevision);
    }

    private TxnResult apply(Txn txn) {
      TreeMap<Bytes, KeyValue> state = new TreeMap<>(at(revision));
      boolean holds =
          txn.compares().stream()
              .map(compare -> (Compare.ModRevision) compare)
              .allMatch(
                  compare -> {
                    KeyValue item = state.get(compare.key());
                    return (item == null ? 0 : item.modRevision()) == compare.modRevision();
                  });
      int told = story.size();
      List<List<KeyValue>> results = new ArrayList<>();
      for (Operation operation : holds ? txn.success() : txn.failure()) {
        results.add(step(state, operation));
      }
      if (story.size() > told) {
        revision++;
        states.add(state);
      }
      return new TxnResult(holds, revision, results);
    }

    private List<KeyValue> step(NavigableMap<Bytes, KeyValue> state, Operation operation) {
      long next = revision + 1;
      return switch (operation) {
        case Operation.Get get ->
            state.containsKey(get.key()) ? List.of(state.get(get.key())) : List.of();
        case Operation.Put put -> {
          KeyValue old = state.get(put.key());
          long create = old == null ? next : old.createRevision();
          long version = old == null ? 1 : old.version() + 1;
          state.put(put.key(), new KeyValue(put.key(), put.value(), create, next, version, 0));
          story.add(next + " " + put.key().utf8() + "=" + put.value().utf8() + was(old));
          yield List.of();
        }
        case Operation.Delete delete -> {
          List<KeyValue> doomed =
              state.values().stream().filter(i -> delete.range().contains(i.key())).toList();
          for (KeyValue item : doomed) {
            state.remove(item.key());
            story.add(next + " " + item.key().utf8() + "-" + was(item));
          }
          yield doomed;
        }
      };
    }

    private static String was(@org.jspecify.annotations.Nullable KeyValue old) {
      return old == null ? "" : " (was " + old.value().utf8() + ")";
    }
  }
}
