package io.jukung.raftstore.etcdapi;

import static io.jukung.raftstore.etcdapi.EtcdCalls.field;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.TxnRequest;
import io.etcd.jetcd.api.WatchCreateRequest.FilterType;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Watches, as a real etcd answers. */
@Timeout(120)
class EtcdWatchDifferenceTest extends EtcdSideBySide {
  @Test
  void ofWatches() {
    put("a", "1");
    put("b", "1");
    put("a", "2");
    try (WatchScript here = new WatchScript(ours);
        WatchScript there = new WatchScript(etcd)) {
      Both watch = new Both(here, there);
      watch.same(w -> w.create(WatchScript.onAll()));
      watch.same(w -> w.create(WatchScript.onAll().setStartRevision(-3)));
      watch.same(w -> w.create(WatchScript.on("b", "a")));
      watch.same(w -> w.create(WatchScript.on("a", "").setUnknownFields(WatchScript.id(0))));
      watch.same(w -> w.create(WatchScript.on("a", "").setUnknownFields(WatchScript.id(1))));
      watch.same(w -> w.create(WatchScript.on("", "").setUnknownFields(WatchScript.id(9))));
      watch.same(w -> w.cancel(9));
      watch.same(w -> w.cancel(1));
      watch.same(w -> w.progress());
      put("b", "2");
      watch.same(w -> w.events(0, 1));
      same(KVGrpc.getTxnMethod(), success(op(putOf("x")), op(putOf("a")), op(deleteOf("b"))));
      watch.same(w -> w.events(0, 3));
      watch.same(w -> w.progress());
      watch.same(
          w -> {
            w.cancelSilently(55);
            return w.cancel(0);
          });
    }
  }

  @Test
  void ofWatchesOfThePast() {
    put("a", "1");
    put("a", "2");
    delete("a");
    put("a", "3");
    put("b", "1");
    for (boolean previous : List.of(true, false)) {
      for (FilterType filter : List.of(FilterType.NOPUT, FilterType.NODELETE)) {
        both(
            w ->
                w.create(
                        WatchScript.on("a", "")
                            .setStartRevision(2)
                            .setPrevKv(previous)
                            .addFilters(filter))
                    + w.events(0, filter == FilterType.NOPUT ? 1 : 3));
      }
    }
    compact(4);
    both(w -> w.create(WatchScript.onAll().setStartRevision(4)) + w.events(0, 3));
    // Etcd says revision 0 here.
    both(
        w ->
            w.create(WatchScript.onAll().setStartRevision(3))
                + w.next().replaceAll("revision: 6\n", "\n").replaceAll("\\s+", " "));
    both(w -> w.create(WatchScript.onAll().setStartRevision(7)) + w.cancel(0));
  }

  @Test
  void ofLargeAnswers() {
    for (int i = 0; i < 3; i++) {
      TxnRequest.Builder txn = TxnRequest.newBuilder();
      for (int key = 0; key < 6; key++) {
        txn.addSuccess(op(putOf("k" + key).setValue(ByteString.copyFrom(new byte[1_000_000]))));
      }
      same(KVGrpc.getTxnMethod(), txn.build());
    }
    both(
        w -> {
          String created =
              w.create(WatchScript.onAll().setStartRevision(2).setUnknownFields(field(8, 1)));
          int events = 0;
          while (events < 18) {
            events += w.parts().stream().mapToInt(part -> part.getEventsCount()).sum();
          }
          return created + events;
        });
  }

  /** The same on a stream of its own each. */
  private void both(Function<WatchScript, String> script) {
    try (WatchScript here = new WatchScript(ours);
        WatchScript there = new WatchScript(etcd)) {
      new Both(here, there).same(script);
    }
  }

  private record Both(WatchScript ours, WatchScript etcd) {
    void same(Function<WatchScript, String> script) {
      assertThat(script.apply(ours)).isEqualTo(script.apply(etcd));
    }
  }
}
