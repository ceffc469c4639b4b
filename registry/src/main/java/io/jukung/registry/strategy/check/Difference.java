package io.jukung.registry.strategy.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Two values' differences as upstream's messages show them: their JSON, indented by one blank and
 * compared line by line, three lines of context around each change ({@code
 * apimachinery/pkg/util/diff} at v1.36). Quadratic in the number of lines between the first and the
 * last change, so only for refusals.
 */
public final class Difference {
  private static final int CONTEXT = 3;
  private static final int MAX_LINES = 4000;

  private record Edit(char kind, String line, int oldLine, int newLine) {}

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
    return hunks(edits(old, fresh));
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
      lines.add(indent + prefix + node + suffix);
    }
  }

  /** The shortest way from one to the other by the longest common part. */
  private static List<Edit> edits(List<String> old, List<String> fresh) {
    int start = 0;
    while (start < old.size() && start < fresh.size() && old.get(start).equals(fresh.get(start))) {
      start++;
    }
    int end = 0;
    while (end < old.size() - start
        && end < fresh.size() - start
        && old.get(old.size() - 1 - end).equals(fresh.get(fresh.size() - 1 - end))) {
      end++;
    }
    int oldEnd = old.size() - end;
    int freshEnd = fresh.size() - end;
    int[][] common = new int[oldEnd - start + 1][freshEnd - start + 1];
    for (int i = oldEnd - 1; i >= start; i--) {
      for (int j = freshEnd - 1; j >= start; j--) {
        common[i - start][j - start] =
            old.get(i).equals(fresh.get(j))
                ? common[i - start + 1][j - start + 1] + 1
                : Math.max(common[i - start + 1][j - start], common[i - start][j - start + 1]);
      }
    }
    List<Edit> edits = new ArrayList<>();
    int i = 0;
    int j = 0;
    while (i < old.size() || j < fresh.size()) {
      boolean middle = i >= start && j >= start && (i < oldEnd || j < freshEnd);
      if (!middle || (i < oldEnd && j < freshEnd && old.get(i).equals(fresh.get(j)))) {
        edits.add(new Edit(' ', old.get(i), i++, j++));
      } else if (i < oldEnd
          && (j >= freshEnd
              || common[i - start + 1][j - start] >= common[i - start][j - start + 1])) {
        edits.add(new Edit('-', old.get(i), i++, j));
      } else {
        edits.add(new Edit('+', fresh.get(j), i, j++));
      }
    }
    return edits;
  }

  private static String hunks(List<Edit> edits) {
    StringBuilder text = new StringBuilder();
    int at = 0;
    while (at < edits.size()) {
      if (edits.get(at).kind == ' ') {
        at++;
        continue;
      }
      int last = at;
      for (int i = at; i < edits.size() && i <= last + 2 * CONTEXT + 1; i++) {
        last = edits.get(i).kind == ' ' ? last : i;
      }
      int from = Math.max(at - CONTEXT, 0);
      int to = Math.min(last + CONTEXT + 1, edits.size());
      hunk(edits.subList(from, to), text);
      at = to;
    }
    return text.toString();
  }

  private static void hunk(List<Edit> edits, StringBuilder text) {
    long old = edits.stream().filter(edit -> edit.kind != '+').count();
    long fresh = edits.stream().filter(edit -> edit.kind != '-').count();
    text.append("@@ -")
        .append(edits.getFirst().oldLine + 1)
        .append(',')
        .append(old)
        .append(" +")
        .append(edits.getFirst().newLine + 1)
        .append(',')
        .append(fresh)
        .append(" @@\n");
    for (Edit edit : edits) {
      text.append(edit.kind).append(edit.line).append('\n');
    }
  }
}
