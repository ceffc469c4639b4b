package io.jukung.registry.catalog;

/** The type of a field, a list's elements or a map's values. */
public sealed interface FieldType {
  /** Types without fields of their own. The JSON form follows each name. */
  enum Scalar implements FieldType {
    /** A JSON string. */
    STRING,
    /** {@code true} or {@code false}. */
    BOOLEAN,
    /** A JSON integer of 32 bits. */
    INT32,
    /** A JSON integer of 64 bits. */
    INT64,
    /** A JSON number. */
    DOUBLE,
    /** A base64 string. */
    BYTES,
    /** A canonical quantity as a string; protobuf message {@code Quantity{string=1}}. */
    QUANTITY,
    /** An integer or a string; protobuf message {@code IntOrString{type=1,intVal=2,strVal=3}}. */
    INT_OR_STRING,
    /** RFC 3339 with seconds, UTC, or null; protobuf message {@code Time{seconds=1,nanos=2}}. */
    TIME,
    /**
     * RFC 3339 with microseconds, UTC, or null; protobuf message {@code
     * MicroTime{seconds=1,nanos=2}}.
     */
    MICRO_TIME,
    /**
     * A Go duration such as {@code 1h0m0s}; protobuf message {@code Duration{duration=1}} in
     * nanoseconds.
     */
    DURATION,
    /** A whole object of any kind; protobuf message {@code RawExtension{raw=1}} holding JSON. */
    RAW_EXTENSION,
    /** Any JSON value; protobuf message {@code JSON{raw=1}}. */
    JSON,
    /** An object of managed fields; protobuf message {@code FieldsV1{Raw=1}} holding JSON. */
    FIELDS_V1,
    /** A schema or a boolean; protobuf message {@code JSONSchemaPropsOrBool{allows=1,schema=2}}. */
    JSON_SCHEMA_OR_BOOL,
    /**
     * A schema or a list of them; protobuf {@code JSONSchemaPropsOrArray{schema=1,jSONSchemas=2}}.
     */
    JSON_SCHEMA_OR_ARRAY,
    /**
     * A schema or a list of strings; protobuf {@code
     * JSONSchemaPropsOrStringArray{schema=1,property=2}}.
     */
    JSON_SCHEMA_OR_STRING_ARRAY,
    /**
     * A list of strings that is a message of its own in protobuf, {@code {items=1}}: such as
     * ExtraValue.
     */
    STRING_LIST_MESSAGE
  }

  /**
   * A message type of the catalog, looked up by name with {@link Catalog#type}; types may refer to
   * themselves.
   */
  record Reference(String typeName) implements FieldType {}

  /** A JSON array. */
  record ListOf(FieldType element) implements FieldType {}

  /** A JSON object with free keys. */
  record MapOf(FieldType value) implements FieldType {}
}
