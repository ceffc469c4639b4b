package io.jukung.admission.policy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.Set;

/**
 * Who is to be asked again in the second round: those that wish it, and after whose first answer
 * something else changed the object ({@code reinvocationcontext.go} of policies and webhooks at
 * v1.36). Used by one thread.
 */
public final class Rounds {
  private final Set<Object> asked = new HashSet<>();
  private final Set<Object> again = new HashSet<>();
  private ObjectNode last = JsonNodeFactory.instance.objectNode();

  /** Begins the second round with the object as it is now. */
  public void begin(ObjectNode object) {
    if (!last.equals(object)) {
      changed();
    }
  }

  /** Whether somebody takes part in the second round. */
  public boolean takesPart(Object who) {
    return again.contains(who);
  }

  /** The object was changed: all who were asked before want to see it. */
  public void changed() {
    again.addAll(asked);
    asked.clear();
  }

  /** Somebody was asked, and wishes to be asked again if need be. */
  public void asked(Object who) {
    asked.add(who);
  }

  /** Ends the round with the object as it is now. */
  public void end(ObjectNode object) {
    last = object.deepCopy();
  }
}
