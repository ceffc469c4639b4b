package io.jukung.registry.selector;

import static java.util.Map.entry;

import io.jukung.registry.meta.GroupVersionKind;
import io.jukung.registry.status.FieldError;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The selectable fields of the built-in kinds that have more than {@code metadata}'s. */
final class BuiltInFields {
  private static final String EVENT_PREFIX = "involvedObject.";

  private static final List<SelectableField> EVENT =
      Stream.concat(
              plain(
                  "involvedObject.kind",
                  "involvedObject.namespace",
                  "involvedObject.name",
                  "involvedObject.uid",
                  "involvedObject.apiVersion",
                  "involvedObject.resourceVersion",
                  "involvedObject.fieldPath",
                  "reason",
                  "type",
                  "metadata.namespace",
                  "metadata.name"),
              Stream.of(
                  new SelectableField("reportingComponent", List.of("/reportingComponent"), ""),
                  new SelectableField(
                      "source", List.of("/source/component", "/reportingComponent"), "")))
          .toList();

  private static final Map<GroupVersionKind, SelectableFields> TABLE =
      Map.ofEntries(
          entry(core("Pod"), pod()),
          entry(core("Event"), named(EVENT)),
          entry(new GroupVersionKind("events.k8s.io", "v1", "Event"), newEvent()),
          entry(core("Namespace"), named(plain("status.phase", "metadata.name").toList())),
          entry(
              core("Node"),
              named(
                  List.of(
                      SelectableField.of("metadata.name", ""),
                      SelectableField.of("spec.unschedulable", "false")))),
          entry(
              core("ReplicationController"),
              named(
                  Stream.concat(
                          plain("metadata.name", "metadata.namespace"),
                          Stream.of(SelectableField.of("status.replicas", "0")))
                      .toList())),
          entry(
              core("Secret"), named(plain("type", "metadata.namespace", "metadata.name").toList())),
          entry(
              core("Service"),
              named(
                  plain("metadata.namespace", "metadata.name", "spec.clusterIP", "spec.type")
                      .toList())),
          entry(new GroupVersionKind("batch", "v1", "Job"), job()),
          entry(
              new GroupVersionKind("certificates.k8s.io", "v1", "CertificateSigningRequest"),
              named(plain("metadata.name", "spec.signerName").toList())),
          entry(
              new GroupVersionKind("resource.k8s.io", "v1", "ResourceSlice"),
              SelectableFields.own(
                  plain("metadata.name", "spec.nodeName", "spec.driver").toList(),
                  label ->
                      "field label not supported for resource.k8s.io/v1, Kind=ResourceSlice: "
                          + label)));

  private BuiltInFields() {}

  static SelectableFields of(GroupVersionKind kind) {
    SelectableFields own = TABLE.get(kind);
    return own == null ? SelectableFields.metadata() : own;
  }

  private static SelectableFields pod() {
    List<SelectableField> fields =
        Stream.concat(
                plain(
                    "metadata.name",
                    "metadata.namespace",
                    "spec.nodeName",
                    "spec.restartPolicy",
                    "spec.schedulerName",
                    "spec.serviceAccountName",
                    "status.phase",
                    "status.nominatedNodeName"),
                Stream.of(
                    SelectableField.of("spec.hostNetwork", "false"),
                    new SelectableField(
                        "status.podIP", List.of("/status/podIPs/0/ip", "/status/podIP"), "")))
            .toList();
    Map<String, String> labels = labels(fields);
    labels.put("status.podIPs", "status.podIPs");
    labels.put("spec.host", "spec.nodeName");
    return new SelectableFields(labels, fields, BuiltInFields::notSupported);
  }

  /** Events of the newer group are stored as those of the core group. */
  private static SelectableFields newEvent() {
    Map<String, String> labels = new LinkedHashMap<>();
    for (SelectableField field : EVENT) {
      String label = field.label();
      if (label.startsWith(EVENT_PREFIX)) {
        labels.put("regarding." + label.substring(EVENT_PREFIX.length()), label);
      } else if (!label.equals("source") && !label.equals("reportingComponent")) {
        labels.put(label, label);
      }
    }
    labels.put("reportingController", "reportingComponent");
    return new SelectableFields(labels, EVENT, BuiltInFields::notSupported);
  }

  private static SelectableFields job() {
    return SelectableFields.own(
        Stream.concat(
                plain("metadata.name", "metadata.namespace"),
                Stream.of(
                    new SelectableField("status.successful", List.of("/status/succeeded"), "0")))
            .toList(),
        label -> "field label " + FieldError.quote(label) + " not supported for Job");
  }

  private static SelectableFields named(List<SelectableField> fields) {
    return SelectableFields.own(fields, BuiltInFields::notSupported);
  }

  private static String notSupported(String label) {
    return "field label not supported: " + label;
  }

  private static Stream<SelectableField> plain(String... labels) {
    return Stream.of(labels).map(label -> SelectableField.of(label, ""));
  }

  private static Map<String, String> labels(List<SelectableField> fields) {
    Map<String, String> labels = new LinkedHashMap<>();
    fields.forEach(field -> labels.put(field.label(), field.label()));
    return labels;
  }

  private static GroupVersionKind core(String kind) {
    return new GroupVersionKind("", "v1", kind);
  }
}
