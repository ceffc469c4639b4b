package io.jukung.server.authorization.node;

import io.jukung.registry.request.UserInfo;
import io.jukung.server.authorization.Attributes;
import io.jukung.server.authorization.Authorizer;
import io.jukung.server.authorization.rbac.StaticRules;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Supplier;

/**
 * Allows kubelets what they need for the pods bound to their node.
 *
 * <p>Upstream: {@code plugin/pkg/auth/authorizer/node/node_authorizer.go} at v1.36.
 */
public final class NodeAuthorizer implements Authorizer {
  private static final Decision ALLOW = new Decision.Allow("");
  private static final Decision NO_OPINION = new Decision.NoOpinion("");

  private final BiPredicate<String, String> reaches;
  private final Supplier<StaticRules> rules;

  /**
   * Decides by a graph.
   *
   * @param reaches whether an object, by its key in the graph, is tied to a node
   * @param rules what all nodes may do; asked once a node has come
   */
  NodeAuthorizer(BiPredicate<String, String> reaches, Supplier<StaticRules> rules) {
    this.reaches = reaches;
    this.rules = rules;
  }

  @Override
  public Decision authorize(Attributes attributes) {
    Optional<String> node = NodeIdentity.of(attributes.user());
    if (node.isEmpty()) {
      return NO_OPINION;
    }
    if (node.get().isEmpty()) {
      return no("unknown node for user \"" + attributes.user().name() + "\"");
    }
    if (!attributes.resourceRequest()) {
      return general(attributes);
    }
    String name = node.get();
    return switch (attributes.resource() + "." + attributes.group()) {
      case "secrets.", "configmaps." -> readNamespaced(name, attributes);
      case "persistentvolumeclaims." ->
          attributes.subresource().equals("status")
              ? updateStatus(name, attributes)
              : getOnly(name, attributes);
      case "persistentvolumes.",
          "resourceclaims.resource.k8s.io",
          "volumeattachments.storage.k8s.io" ->
          getOnly(name, attributes);
      case "serviceaccounts." -> serviceAccount(name, attributes);
      case "leases.coordination.k8s.io" -> NodeOwnObjects.lease(name, attributes);
      case "csinodes.storage.k8s.io" -> NodeOwnObjects.csiNode(name, attributes);
      case "nodes." -> NodeOwnObjects.node(name, attributes);
      case "pods." -> pod(name, attributes);
      case "resourceslices.resource.k8s.io" -> resourceSlice(name, attributes);
      case "podcertificaterequests.certificates.k8s.io" -> certificateRequest(name, attributes);
      default -> general(attributes);
    };
  }

  private Decision general(Attributes attributes) {
    return rules.get().allow(attributes) ? ALLOW : NO_OPINION;
  }

  static Decision no(String reason) {
    return new Decision.NoOpinion(reason);
  }

  private Decision related(String node, Attributes attributes) {
    if (attributes.name().isEmpty()) {
      return no("No Object name found");
    }
    String object = NodeGraph.key(attributes.resource(), attributes.namespace(), attributes.name());
    return reaches.test(node, object)
        ? ALLOW
        : no("no relationship found between node '" + node + "' and this object");
  }

  private Decision readNamespaced(String node, Attributes attributes) {
    switch (attributes.verb()) {
      case "get", "list", "watch" -> {}
      default -> {
        return no("can only read resources of this type");
      }
    }
    if (!attributes.subresource().isEmpty()) {
      return no("cannot read subresource");
    }
    if (attributes.namespace().isEmpty()) {
      return no("can only read namespaced object of this type");
    }
    return related(node, attributes);
  }

  private Decision getOnly(String node, Attributes attributes) {
    if (!attributes.verb().equals("get")) {
      return no("can only get individual resources of this type");
    }
    return attributes.subresource().isEmpty()
        ? related(node, attributes)
        : no("cannot get subresource");
  }

  private Decision updateStatus(String node, Attributes attributes) {
    return switch (attributes.verb()) {
      case "update", "patch" -> related(node, attributes);
      default -> no("can only get/update/patch this type");
    };
  }

  private Decision serviceAccount(String node, Attributes attributes) {
    if (attributes.verb().equals("get") && attributes.subresource().isEmpty()) {
      return readNamespaced(node, attributes);
    }
    if (!attributes.verb().equals("create") || attributes.name().isEmpty()) {
      return no("can only create tokens for individual service accounts");
    }
    return attributes.subresource().equals("token")
        ? related(node, attributes)
        : no("can only create token subresource of serviceaccount");
  }

  private Decision pod(String node, Attributes attributes) {
    String request = attributes.subresource() + ":" + attributes.verb();
    return switch (request) {
      case ":get" -> getOnly(node, attributes);
      case ":list", ":watch" -> {
        if (attributes.selects("spec.nodeName", node)) {
          yield ALLOW;
        }
        yield attributes.name().isEmpty()
            ? no("can only list/watch pods with spec.nodeName field selector")
            : related(node, attributes);
      }
      case ":create", ":delete", "status:update", "status:patch", "eviction:create" -> ALLOW;
      default -> NO_OPINION;
    };
  }

  private Decision resourceSlice(String node, Attributes attributes) {
    if (!attributes.subresource().isEmpty()) {
      return no("cannot authorize ResourceSlice subresources");
    }
    return switch (attributes.verb()) {
      case "create" -> ALLOW;
      case "get", "update", "patch", "delete" -> related(node, attributes);
      case "watch", "list", "deletecollection" ->
          attributes.selects("spec.nodeName", node)
              ? ALLOW
              : no(
                  "can only list/watch/deletecollection resourceslices with nodeName field"
                      + " selector");
      default ->
          no(
              "only the following verbs are allowed for a ResourceSlice: get, watch, list, create,"
                  + " update, patch, delete, deletecollection");
    };
  }

  private Decision certificateRequest(String node, Attributes attributes) {
    if (!attributes.subresource().isEmpty()) {
      return no("nodes may not access the status subresource of PodCertificateRequests");
    }
    return switch (attributes.verb()) {
      case "create" -> ALLOW;
      case "get" -> related(node, attributes);
      case "list", "watch" ->
          attributes.selects("spec.nodeName", node)
              ? ALLOW
              : no("can only list/watch podcertificaterequests with nodeName field selector");
      default -> no("nodes may not " + attributes.verb() + " podcertificaterequests");
    };
  }

  @Override
  public Rules rules(UserInfo user, String namespace) {
    return NodeIdentity.of(user).isPresent()
        ? new Rules(
            Rules.NONE.resources(),
            Rules.NONE.nonResources(),
            true,
            "node authorizer does not support user rule resolution")
        : Rules.NONE;
  }
}
