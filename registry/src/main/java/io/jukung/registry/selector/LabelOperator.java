package io.jukung.registry.selector;

/** How a requirement relates a label to its values. */
public enum LabelOperator {
  /** The label is there with one of the values. */
  IN("in", " in "),
  /** The label is missing, or has none of the values. */
  NOT_IN("notin", " notin "),
  /** The label is there with the value. */
  EQUALS("=", "="),
  /** The same as {@link #EQUALS}, but printed as it was written. */
  DOUBLE_EQUALS("==", "=="),
  /** The label is missing, or has another value. */
  NOT_EQUALS("!=", "!="),
  /** The label is an integer greater than the value. */
  GREATER_THAN("gt", ">"),
  /** The label is an integer less than the value. */
  LESS_THAN("lt", "<"),
  /** The label is there. */
  EXISTS("exists", ""),
  /** The label is missing. */
  DOES_NOT_EXIST("!", "");

  private final String upstreamName;
  private final String symbol;

  LabelOperator(String upstreamName, String symbol) {
    this.upstreamName = upstreamName;
    this.symbol = symbol;
  }

  /** The name that stands in upstream's messages. */
  public String upstreamName() {
    return upstreamName;
  }

  /** What stands between key and values, spaces included; empty for the two without values. */
  String symbol() {
    return symbol;
  }
}
