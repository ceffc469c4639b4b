package io.jukung.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.admission.match.ResourceKinds;
import io.jukung.admission.quota.QuotaStore;
import io.jukung.admission.webhook.WebhookCaller;
import io.jukung.registry.cel.AccessChecks;
import io.jukung.registry.meta.GroupVersionKind;
import io.jukung.registry.meta.GroupVersionResource;
import io.jukung.registry.request.UserInfo;
import io.jukung.storage.Bytes;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** What plugins work with, in memory: apps and pods are known, and who may do what is a set. */
final class FakeServices implements ResourceKinds, AccessChecks, WebhookCaller, QuotaStore {
  final FakeObjects objects = new FakeObjects();

  /** Lines of {@code user verb resource.group/subresource namespace/name}. */
  final Set<String> allowed = new HashSet<>();

  final List<String> namespacesMade = new ArrayList<>();

  AdmissionServices services() {
    return new AdmissionServices(
        objects,
        this,
        this,
        namespacesMade::add,
        this,
        this,
        new Random(1),
        InstantSource.system());
  }

  @Override
  public List<Known> equivalents(GroupVersionResource resource, String subresource) {
    return List.of();
  }

  @Override
  public Optional<Known> resourceOf(GroupVersionKind kind) {
    return kind.kind().equals("Deployment") && kind.group().equals("apps")
        ? Optional.of(
            new Known(new GroupVersionResource("apps", kind.version(), "deployments"), kind, true))
        : Optional.empty();
  }

  @Override
  public ObjectNode convert(ObjectNode object, GroupVersionResource from, GroupVersionResource to) {
    return object;
  }

  @Override
  public ObjectNode decoded(
      GroupVersionResource resource, GroupVersionKind kind, ObjectNode object, boolean strict) {
    return object;
  }

  @Override
  public ObjectNode merged(
      GroupVersionResource resource,
      GroupVersionKind kind,
      ObjectNode live,
      ObjectNode configuration) {
    return live;
  }

  @Override
  public Decision path(UserInfo user, String verb, String path) {
    return new Decision(false, "", "");
  }

  @Override
  public Decision resource(UserInfo user, String verb, Resource resource) {
    String line =
        user.name()
            + " "
            + verb
            + " "
            + resource.resource()
            + "."
            + resource.group()
            + "/"
            + resource.subresource()
            + " "
            + resource.namespace()
            + "/"
            + resource.name();
    return new Decision(allowed.contains(line), "", "");
  }

  @Override
  public Bytes call(JsonNode clientConfig, Bytes review, Duration timeout) {
    throw new IllegalStateException("nobody is called");
  }

  @Override
  public WebhookCaller as(Path kubeconfig) {
    return this;
  }

  @Override
  public Server server(Path kubeconfig) {
    return (body, timeout) -> body;
  }

  @Override
  public List<JsonNode> quotas(String namespace) {
    return objects.list(new GroupVersionResource("", "v1", "resourcequotas"), namespace);
  }

  @Override
  public Optional<JsonNode> newest(String namespace, String name) {
    return objects.find(new GroupVersionResource("", "v1", "resourcequotas"), namespace, name);
  }

  @Override
  public JsonNode updateStatus(ObjectNode quota) {
    return quota;
  }
}
