package io.jukung.server.authorization.node;

import io.jukung.server.authorization.Attributes;
import io.jukung.server.authorization.Authorizer.Decision;

/** Decisions about the objects that bear their node's name. */
final class NodeOwnObjects {
  private static final Decision ALLOW = new Decision.Allow("");
  private static final String LEASES = "kube-node-lease";

  private NodeOwnObjects() {}

  static Decision lease(String node, Attributes attributes) {
    if (!owned(attributes.verb())) {
      return NodeAuthorizer.no("can only get, create, update, patch, or delete a node lease");
    }
    if (!attributes.namespace().equals(LEASES)) {
      return NodeAuthorizer.no("can only access leases in the \"" + LEASES + "\" system namespace");
    }
    return own(node, attributes)
        ? ALLOW
        : NodeAuthorizer.no("can only access node lease with the same name as the requesting node");
  }

  static Decision csiNode(String node, Attributes attributes) {
    if (!owned(attributes.verb())) {
      return NodeAuthorizer.no("can only get, create, update, patch, or delete a CSINode");
    }
    if (!attributes.subresource().isEmpty()) {
      return NodeAuthorizer.no("cannot authorize CSINode subresources");
    }
    return own(node, attributes)
        ? ALLOW
        : NodeAuthorizer.no("can only access CSINode with the same name as the requesting node");
  }

  private static boolean owned(String verb) {
    return switch (verb) {
      case "get", "create", "update", "patch", "delete" -> true;
      default -> false;
    };
  }

  /** The name is not known on create; admission checks it then. */
  private static boolean own(String node, Attributes attributes) {
    return attributes.verb().equals("create") || attributes.name().equals(node);
  }

  static Decision node(String node, Attributes attributes) {
    return switch (attributes.subresource() + ":" + attributes.verb()) {
      case ":create", ":update", ":patch", "status:update", "status:patch" -> ALLOW;
      case ":get", ":list", ":watch" -> {
        if (attributes.name().equals(node)) {
          yield ALLOW;
        }
        String what = attributes.name().isEmpty() ? "all nodes" : "'" + attributes.name() + "'";
        yield NodeAuthorizer.no(
            "node '" + node + "' cannot read " + what + ", only its own Node object");
      }
      default -> NodeAuthorizer.no("");
    };
  }
}
