package io.jukung.controllers.election;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaderElectionRecord;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;
import java.util.Optional;

/**
 * A lease that is replaced, where the client's own is patched: the role of kube-controller-manager
 * allows {@code get} and {@code update}. Safe for all threads.
 */
final class UpdatedLease extends LeaseLock {
  private Optional<Lease> read = Optional.empty();

  UpdatedLease(String namespace, String name, String identity) {
    super(namespace, name, identity);
  }

  /** Called for each lease read, under the lock of {@link #get}. */
  @Override
  protected synchronized LeaderElectionRecord toRecord(Lease lease) {
    read = Optional.of(lease);
    return super.toRecord(lease);
  }

  /** Fails with a conflict when the lease changed since it was last read. */
  @Override
  public synchronized void update(KubernetesClient client, LeaderElectionRecord record) {
    Lease known = read.orElseThrow(() -> new IllegalStateException("the lease was not read yet"));
    Lease wanted =
        new LeaseBuilder(known)
            .withSpec(toResource(record, new ObjectMetaBuilder()).getSpec())
            .build();
    read = Optional.of(client.resource(wanted).update());
  }
}
