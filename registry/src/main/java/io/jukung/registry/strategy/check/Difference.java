package io.jukung.registry.strategy.check;

import com.fasterxml.jackson.databind.JsonNode;
import io.jukung.registry.codec.CanonicalJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Two values' differences as upstream's messages show them: their JSON, indented by one blank and
 * compared line by line, three lines of context around each change ({@code
 * apimachinery/pkg/util/diff} at v1.36). Takes time over proportion to the number of lines, so only
 * for refusals.
 */
public final class Difference {
  private static final int CONTEXT = 3;
  private static final int MAX_LINES = 10_000;

  /** Lines of both texts that are equal, or where one stands instead of the other. */
  private record Edit(boolean equal, int oldFrom, int oldTo, int freshFrom, int freshTo) {
    Edit first(int lines) {
      return new Edit(
          equal,
          oldFrom,
          Math.min(oldTo, oldFrom + lines),
          freshFrom,
          Math.min(freshTo, freshFrom + lines));
    }

    Edit last(int lines) {
      return new Edit(
          equal,
          Math.max(oldFrom, oldTo - lines),
          oldTo,
          Math.max(freshFrom, freshTo - lines),
          freshTo);
    }
  }

  private Difference() {}

  /** The differences, each line ended; empty when there are none or too much to compare. */
  public static String of(JsonNode before, JsonNode now) {
    List<String> old = new ArrayList<>();
    List<String> fresh = new ArrayList<>();
    print(before, "", "", "", old);
    print(now, "", "", "", fresh);
    if (old.size() > MAX_LINES || fresh.size() > MAX_LINES) {
      return "";
    }
    StringBuilder text = new StringBuilder();
    for (List<Edit> hunk : hunks(edits(LineMatcher.runs(old, fresh)))) {
      print(hunk, old, fresh, text);
    }
    return text.toString();
  }

  private static void print(
      JsonNode node, String indent, String prefix, String suffix, List<String> lines) {
    if (node.isContainerNode() && !node.isEmpty()) {
      boolean object = node.isObject();
      lines.add(indent + prefix + (object ? "{" : "["));
      int left = node.size();
      for (Map.Entry<String, JsonNode> field : node.properties()) {
        String name = "\"" + field.getKey() + "\": ";
        print(field.getValue(), indent + " ", name, --left == 0 ? "" : ",", lines);
      }
      if (!object) {
        for (JsonNode element : node) {
          print(element, indent + " ", "", --left == 0 ? "" : ",", lines);
        }
      }
      lines.add(indent + (object ? "}" : "]") + suffix);
    } else {
      lines.add(indent + prefix + CanonicalJson.print(node).utf8() + suffix);
    }
  }

  private static List<Edit> edits(List<LineMatcher.Run> runs) {
    List<Edit> edits = new ArrayList<>();
    int i = 0;
    int j = 0;
    for (LineMatcher.Run run : runs) {
      if (i < run.old() || j < run.fresh()) {
        edits.add(new Edit(false, i, run.old(), j, run.fresh()));
      }
      i = run.old() + run.length();
      j = run.fresh() + run.length();
      if (run.length() > 0) {
        edits.add(new Edit(true, run.old(), i, run.fresh(), j));
      }
    }
    return edits;
  }

  /** Changes that are near each other, with the lines around them. */
  private static List<List<Edit>> hunks(List<Edit> edits) {
    List<List<Edit>> hunks = new ArrayList<>();
    List<Edit> hunk = new ArrayList<>();
    for (int i = 0; i < edits.size(); i++) {
      Edit edit = edits.get(i);
      if (edit.equal && i == 0) {
        edit = edit.last(CONTEXT);
      } else if (edit.equal && i == edits.size() - 1) {
        edit = edit.first(CONTEXT);
      } else if (edit.equal && edit.oldTo - edit.oldFrom > 2 * CONTEXT) {
        hunk.add(edit.first(CONTEXT));
        hunks.add(hunk);
        hunk = new ArrayList<>();
        edit = edit.last(CONTEXT);
      }
      hunk.add(edit);
    }
    if (hunk.stream().anyMatch(edit -> !edit.equal)) {
      hunks.add(hunk);
    }
    return hunks;
  }

  private static void print(
      List<Edit> hunk, List<String> old, List<String> fresh, StringBuilder text) {
    text.append("@@ -")
        .append(range(hunk.getFirst().oldFrom, hunk.getLast().oldTo))
        .append(" +")
        .append(range(hunk.getFirst().freshFrom, hunk.getLast().freshTo))
        .append(" @@\n");
    for (Edit edit : hunk) {
      for (String line : old.subList(edit.oldFrom, edit.oldTo)) {
        text.append(edit.equal ? ' ' : '-').append(line).append('\n');
      }
      if (!edit.equal) {
        for (String line : fresh.subList(edit.freshFrom, edit.freshTo)) {
          text.append('+').append(line).append('\n');
        }
      }
    }
  }

  private static String range(int from, int to) {
    int length = to - from;
    if (length == 1) {
      return Integer.toString(from + 1);
    }
    return (length == 0 ? from : from + 1) + "," + length;
  }
}
