package org.radiologytrust.ingest.document.rtf;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Set;

/** Finds the fields of an RTF whose words are not in a result. */
final class RtfFields {
  /** Fields that show no words of the report, or that lead elsewhere. */
  private static final Set<String> SILENT =
      Set.of(
          "",
          "HYPERLINK",
          "PAGE",
          "NUMPAGES",
          "SECTION",
          "SECTIONPAGES",
          "PAGEREF",
          "NOTEREF",
          "DATE",
          "TIME",
          "CREATEDATE",
          "SAVEDATE",
          "PRINTDATE",
          "EDITTIME",
          "FILENAME",
          "FILESIZE",
          "AUTONUM",
          "AUTONUMLGL",
          "AUTONUMOUT",
          "SEQ",
          "LISTNUM",
          "TOC",
          "TC",
          "TA",
          "TOA",
          "XE",
          "RD",
          "INDEX",
          "SET",
          "ASK",
          "PRINT",
          "PRIVATE",
          "ADVANCE",
          "BARCODE",
          "DISPLAYBARCODE",
          "ADDIN",
          "GOTOBUTTON",
          "SHAPE");

  private static final int LONGEST = 200;

  private static final class Field {
    private final int depth;
    private final long shown;
    private final StringBuilder instruction = new StringBuilder();

    Field(int depth, long shown) {
      this.depth = depth;
      this.shown = shown;
    }
  }

  private final Deque<Field> open = new ArrayDeque<>();
  private int forms;
  private int others;

  /**
   * A field begins.
   *
   * @param depth of its group
   * @param shown how much the document has shown so far
   */
  void begin(int depth, long shown) {
    open.push(new Field(depth, shown));
  }

  void instruction(String text) {
    if (!open.isEmpty() && open.peek().instruction.length() < LONGEST) {
      open.peek().instruction.append(text);
    }
  }

  /** A group ends, which may be that of a field. */
  void groupEnds(int depth, long shown) {
    if (open.isEmpty() || open.peek().depth != depth) {
      return;
    }
    Field field = open.pop();
    String name =
        field.instruction.toString().strip().split("[\\s\"\\\\]", 2)[0].toUpperCase(Locale.ROOT);
    if (name.startsWith("FORM")) {
      // what is chosen or ticked is in properties, not in the result
      forms += name.equals("FORMTEXT") ? 0 : 1;
    } else if (shown == field.shown && !SILENT.contains(name)) {
      others++;
    }
  }

  /** How many fields of a form have their value elsewhere. */
  int forms() {
    return forms;
  }

  /** How many other fields have words, and no result. */
  int others() {
    return others;
  }
}
