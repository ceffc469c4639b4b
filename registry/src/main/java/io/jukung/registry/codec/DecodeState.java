package io.jukung.registry.codec;

import io.jukung.registry.codec.value.GoStrings;
import io.jukung.registry.codec.value.ValueException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one decoding has found wrong so far, and where it is: mirrors the error context and the
 * strict field stack of Go's decoder ({@code sigs.k8s.io/json/internal/golang/encoding/json} at
 * v1.36), so that messages name the same paths.
 */
final class DecodeState {
  private static final int MAX_STRICT_ERRORS = 100;

  private final boolean strict;
  private final List<String> fieldStack = new ArrayList<>();
  private final StringBuilder strictPath = new StringBuilder();
  private final Set<String> strictErrors = new LinkedHashSet<>();
  private String struct = "";
  private @Nullable Plan plan;
  private Plan.@Nullable Slot slot;
  private @Nullable String firstError;

  DecodeState(boolean strict) {
    this.strict = strict;
  }

  /** A place to come back to. */
  record Mark(String struct, @Nullable Plan plan, Plan.@Nullable Slot slot, int fields, int path) {}

  Mark mark() {
    return new Mark(struct, plan, slot, fieldStack.size(), strictPath.length());
  }

  void reset(Mark mark) {
    struct = mark.struct();
    plan = mark.plan();
    slot = mark.slot();
    fieldStack.subList(mark.fields(), fieldStack.size()).clear();
    strictPath.setLength(mark.path());
  }

  void enterField(Plan newPlan, Plan.Slot newSlot) {
    plan = newPlan;
    slot = newSlot;
    struct = newPlan.goName();
    fieldStack.addAll(newSlot.embeddedIn());
    fieldStack.add(newSlot.name());
    enterKey(newSlot.name());
  }

  void enterKey(String key) {
    if (strict) {
      if (!strictPath.isEmpty()) {
        strictPath.append('.');
      }
      strictPath.append(key);
    }
  }

  void enterIndex(int index) {
    if (strict) {
      strictPath.append('[').append(index).append(']');
    }
  }

  void unknownField(String key) {
    strictError("unknown field ", key);
  }

  void duplicateField(String key) {
    strictError("duplicate field ", key);
  }

  private void strictError(String what, String key) {
    if (strict && strictErrors.size() < MAX_STRICT_ERRORS) {
      String path = strictPath.isEmpty() ? key : strictPath + "." + key;
      strictErrors.add(what + GoStrings.quote(path));
    }
  }

  /** The message for a JSON value of a wrong type, at the place where this is now. */
  String typeError(String value, String goType) {
    if (struct.isEmpty() && fieldStack.isEmpty()) {
      return "json: cannot unmarshal " + value + " into Go value of type " + goType;
    }
    return "json: cannot unmarshal "
        + value
        + " into Go struct field "
        + struct
        + "."
        + String.join(".", fieldStack)
        + " of type "
        + (plan == null || slot == null ? goType : GoFields.type(plan, slot, goType));
  }

  /** Keeps the first error; decoding goes on, as Go's does. */
  void save(String message) {
    if (firstError == null) {
      firstError = message;
    }
  }

  /** Throws what was saved. */
  void finish() {
    if (firstError != null) {
      throw new ValueException(firstError);
    }
  }

  /** Unknown and duplicate fields in the order found. */
  List<String> strictErrors() {
    return List.copyOf(strictErrors);
  }
}
