package io.jukung.admission.quota;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/** The quotas there are. Safe for all threads; what it gives out is not to be changed. */
public interface QuotaStore {
  /**
   * The quotas of a namespace, as the read cache has them: a write of this moment may be missing.
   */
  List<JsonNode> quotas(String namespace);

  /** One quota as it is now. */
  Optional<JsonNode> newest(String namespace, String name);

  /**
   * Replaces a quota's status, if nobody changed the quota since it was read.
   *
   * @param quota with the {@code metadata.resourceVersion} it was read at
   * @return the quota as it is after that
   * @throws io.jukung.registry.status.StatusException 409 when somebody changed it meanwhile
   */
  JsonNode updateStatus(ObjectNode quota);
}
