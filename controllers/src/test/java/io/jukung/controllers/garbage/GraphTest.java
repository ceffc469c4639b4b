package io.jukung.controllers.garbage;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.jukung.controllers.queue.WorkQueue;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class GraphTest {
  private final WorkQueue<Node> toDelete = new WorkQueue<>(System::nanoTime);
  private final WorkQueue<Node> toOrphan = new WorkQueue<>(System::nanoTime);
  private final AbsentOwners absent = new AbsentOwners();
  private final List<String> wrong = new ArrayList<>();
  private final Graph graph =
      new Graph(toDelete, toOrphan, absent, (item, owner) -> wrong.add(item.name()));

  @Test
  void anUnknownOwnerIsLookedAt() throws InterruptedException {
    graph.seen(identity("kid", "a"), null, owned("owner"));
    assertThat(taken()).containsExactly("owner");
  }

  @Test
  void dependentsOfWhatIsGoneAreLookedAtAndTheOwnerIsKnownToBeAbsent() throws InterruptedException {
    graph.seen(identity("owner", "a"), null, new ObjectMeta());
    graph.seen(identity("kid", "a"), null, owned("owner"));
    assertThat(taken()).isEmpty();
    graph.gone(identity("owner", "a"));
    assertThat(taken()).containsExactly("kid");
    assertThat(absent.contains(identity("owner", "a"))).isTrue();
  }

  @Test
  void anOwnerInAnotherNamespaceIsReported() throws InterruptedException {
    graph.seen(identity("owner", "a"), null, new ObjectMeta());
    graph.seen(identity("kid", "b"), null, owned("owner"));
    assertThat(wrong).containsExactly("kid");
    assertThat(taken()).containsExactly("kid");
  }

  @Test
  void foregroundDeletionWakesTheOwnerAndItsDependents() throws InterruptedException {
    graph.seen(identity("owner", "a"), null, new ObjectMeta());
    graph.seen(identity("kid", "a"), null, owned("owner"));
    ObjectMeta deleted =
        new ObjectMetaBuilder()
            .withDeletionTimestamp("2026-01-01T00:00:00Z")
            .withFinalizers(Finalizers.FOREGROUND)
            .build();
    graph.seen(identity("owner", "a"), new ObjectMeta(), deleted);
    assertThat(taken()).containsExactlyInAnyOrder("owner", "kid");
    graph.gone(identity("kid", "a"));
    assertThat(taken()).containsExactly("owner");
  }

  @Test
  void orphaningWakesTheOtherWorkers() throws InterruptedException {
    ObjectMeta deleted =
        new ObjectMetaBuilder()
            .withDeletionTimestamp("2026-01-01T00:00:00Z")
            .withFinalizers(Finalizers.ORPHAN)
            .build();
    graph.seen(identity("owner", "a"), null, deleted);
    assertThat(taken()).isEmpty();
    assertThat(toOrphan.depth()).isEqualTo(1);
  }

  @Test
  void anOwnerNoLongerBlockedIsLookedAt() throws InterruptedException {
    graph.seen(identity("owner", "a"), null, new ObjectMeta());
    graph.seen(identity("kid", "a"), null, owned("owner"));
    graph.seen(identity("kid", "a"), owned("owner"), new ObjectMeta());
    assertThat(taken()).containsExactly("owner");
  }

  @Test
  void aVirtualOwnerThatDoesNotExistTakesItsDependentsAlong() throws InterruptedException {
    graph.seen(identity("kid", "a"), null, owned("owner"));
    assertThat(taken()).containsExactly("owner");
    graph.goneVirtually(identity("owner", "a"));
    assertThat(taken()).containsExactly("kid");
  }

  private List<String> taken() throws InterruptedException {
    List<String> names = new ArrayList<>();
    while (toDelete.depth() > 0) {
      Node node = toDelete.take().orElseThrow();
      toDelete.done(node);
      names.add(node.identity.name());
    }
    return names;
  }

  private static Identity identity(String name, String namespace) {
    return new Identity("v1", "ConfigMap", namespace, name, "uid-" + name);
  }

  private static ObjectMeta owned(String owner) {
    return new ObjectMetaBuilder()
        .withOwnerReferences(
            new OwnerReferenceBuilder()
                .withApiVersion("v1")
                .withKind("ConfigMap")
                .withName(owner)
                .withUid("uid-" + owner)
                .withBlockOwnerDeletion(true)
                .build())
        .build();
  }
}
