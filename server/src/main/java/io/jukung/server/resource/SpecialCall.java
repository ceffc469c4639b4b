package io.jukung.server.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.admission.AdmissionAttributes;
import io.jukung.admission.AdmissionAttributes.Operation;
import io.jukung.admission.AdmissionChain;
import io.jukung.registry.apply.FieldManagers;
import io.jukung.registry.catalog.ResourceType;
import io.jukung.registry.codec.ObjectDecoder;
import io.jukung.registry.meta.GroupVersionKind;
import io.jukung.registry.patch.Patches;
import io.jukung.registry.status.StatusException;
import io.jukung.registry.store.ResourceStore;
import io.jukung.server.http.ApiCall;
import io.jukung.server.response.ApiResponse;
import io.jukung.server.response.Negotiated;
import io.jukung.server.response.Negotiator;
import io.jukung.storage.Bytes;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Function;

/**
 * A request to a subresource, or to a resource that is answered rather than stored, with what is
 * needed to answer it. Used by the request's thread.
 *
 * @param namespace empty for cluster-scoped kinds
 * @param name empty for collections
 * @param subresource empty for the resource itself
 */
public record SpecialCall(
    ApiCall call,
    ResourceType type,
    String namespace,
    String name,
    String subresource,
    Tools tools) {

  /** What special endpoints share. Opaque outside of this package. */
  public static final class Tools {
    private final ObjectForms forms;
    private final ObjectDecoder decoder;
    private final FieldManagers fields;
    private final Patches patches;
    private final AdmissionChain admission;
    private final Function<ResourceType, ResourceStore> stores;

    Tools(
        ObjectForms forms,
        ObjectDecoder decoder,
        FieldManagers fields,
        Patches patches,
        AdmissionChain admission,
        Function<ResourceType, ResourceStore> stores) {
      this.forms = forms;
      this.decoder = decoder;
      this.fields = fields;
      this.patches = patches;
      this.admission = admission;
      this.stores = stores;
    }

    ObjectForms forms() {
      return forms;
    }

    ObjectDecoder decoder() {
      return decoder;
    }

    FieldManagers fields() {
      return fields;
    }

    Patches patches() {
      return patches;
    }

    AdmissionChain admission() {
      return admission;
    }
  }

  /** A decoded body and the options that came with it. */
  public record Body(ObjectNode object, boolean dryRun) {}

  /** Whether the request has this API verb. */
  public boolean is(String verb) {
    return call.info().verb().equals(verb);
  }

  /**
   * The body of a create, decoded as {@code kind} and admitted.
   *
   * @throws IOException when the client stops sending
   */
  public Body created(GroupVersionKind kind) throws IOException {
    Negotiated _ = target().negotiate();
    Negotiator.requireOtherThanTable(call.header("Accept"));
    var media = WriteEndpoint.bodyKind(call);
    byte[] body = call.body(WriteEndpoint.MAX_BODY);
    WriteParameters parameters =
        WriteParameters.read(call.query(), "CreateOptions", Optional.empty());
    ObjectNode object = decoded(body, media, kind, parameters);
    call.trail()
        .requestObject(
            object, () -> tools.forms().transcoder().json(object, tools.forms().schema(kind)));
    AdmissionAttributes attributes = attributes(kind, object, parameters);
    tools.admission().admit(attributes);
    tools.admission().validate(attributes);
    return new Body(object, parameters.dryRun());
  }

  /** The attributes of a body of {@code kind} that is posted here. */
  private AdmissionAttributes attributes(
      GroupVersionKind kind, ObjectNode object, WriteParameters parameters) {
    AdmissionAttributes plain =
        WrittenAttributes.of(
            target(), Operation.CREATE, name, Optional.of(object), Optional.empty(), parameters);
    return new AdmissionAttributes(
        plain.operation(),
        kind,
        plain.resource(),
        plain.subresource(),
        plain.namespace(),
        plain.name(),
        plain.object(),
        plain.old(),
        plain.context(),
        plain.dryRun(),
        plain.options());
  }

  /**
   * Asks admission whether the client may connect.
   *
   * @param kind of the options, such as {@code PodExecOptions}
   * @param options what admission judges in place of an object
   */
  public void connecting(GroupVersionKind kind, ObjectNode options) {
    AdmissionAttributes attributes =
        new AdmissionAttributes(
            Operation.CONNECT,
            kind,
            type.resource(),
            subresource,
            namespace,
            name,
            Optional.of(options),
            Optional.empty(),
            call.context(),
            false);
    tools.admission().admit(attributes);
    tools.admission().validate(attributes);
  }

  ObjectNode decoded(
      byte[] body,
      io.jukung.registry.codec.MediaKind media,
      GroupVersionKind kind,
      WriteParameters parameters) {
    return tools
        .decoder()
        .decode(
            body,
            media,
            tools.forms().schema(kind),
            kind,
            parameters.fieldValidation(),
            call.context()::warn);
  }

  /** The store of the resource itself. */
  public ResourceStore store() {
    return tools.stores.apply(type);
  }

  /** A stored object's tree. */
  public ObjectNode tree(Bytes json) {
    return tools.forms().transcoder().tree(json);
  }

  /** This as the plain endpoints take it. */
  Target target() {
    return type.stored()
        ? new Target(call, type, store(), namespace, name, subresource)
        : new Target(call, type, UnstoredResource.INSTANCE, namespace, name, subresource);
  }

  /** An answer that is a tree of a built-in kind. */
  public ApiResponse answer(int status, ObjectNode tree) {
    return tools.forms().answer(status, call, target().negotiate(), tree);
  }

  /** The failure of a verb that the endpoint does not serve. */
  public StatusException methodNotAllowed() {
    return Target.methodNotAllowed();
  }
}
