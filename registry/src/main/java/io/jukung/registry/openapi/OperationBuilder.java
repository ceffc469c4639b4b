package io.jukung.registry.openapi;

import io.jukung.registry.meta.GroupVersion;
import io.jukung.registry.meta.GroupVersionKind;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** Collects an operation on a resource. */
final class OperationBuilder {
  private final GroupVersion version;
  private final String method;
  private final String action;
  private final String description;
  private final GroupVersionKind kind;
  private final List<Parameter> parameters = new ArrayList<>();
  private final NavigableMap<Integer, String> responses = new TreeMap<>();
  private Optional<String> body = Optional.empty();
  private List<String> consumes = List.of("*/*");
  private List<String> produces = Paths.OBJECT_TYPES;
  private String id = "";

  OperationBuilder(
      GroupVersion version,
      String method,
      String action,
      String description,
      GroupVersionKind kind) {
    this.version = version;
    this.method = method;
    this.action = action;
    this.description = description;
    this.kind = kind;
  }

  GroupVersionKind kind() {
    return kind;
  }

  OperationBuilder id(String text) {
    this.id = text;
    return this;
  }

  OperationBuilder parameters(List<Parameter> more) {
    parameters.addAll(more);
    return this;
  }

  OperationBuilder body(String type) {
    this.body = Optional.of(type);
    return this;
  }

  OperationBuilder response(int code, String type) {
    responses.put(code, type);
    return this;
  }

  OperationBuilder consumes(List<String> types) {
    this.consumes = types;
    return this;
  }

  OperationBuilder produces(List<String> types) {
    this.produces = types;
    return this;
  }

  Operation build() {
    return new Operation(
        method,
        id,
        description,
        Paths.tag(version),
        action,
        Optional.of(kind),
        Parameters.sorted(parameters),
        body,
        responses,
        consumes,
        produces);
  }
}
