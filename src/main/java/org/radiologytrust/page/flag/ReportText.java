package org.radiologytrust.page.flag;

import gg.jte.Content;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.model.AddendumChange;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.Report;
import org.radiologytrust.text.sections.Heading;
import org.radiologytrust.text.sections.Headings;

/**
 * The text of a report for the page.
 *
 * @param html the text with its marks
 */
public record ReportText(Content html) {
  /** Writes the texts of reports, with the headings that their messages give by codes. */
  public static final class Writer {
    private final Headings headings;

    public Writer(Headings headings) {
      this.headings = headings;
    }

    /** The text without marks. */
    public ReportText plain(Report report) {
      return plain(report, List.of());
    }

    /** The text of a report that was not audited, with the sentences that addenda change. */
    public ReportText plain(Report report, List<AddendumChange> changes) {
      ReportPoints text = new ReportPoints(report.text());
      List<TextMark> marks = new ArrayList<>(TextMarks.headings(text));
      marks.addAll(TextMarks.changed(changes));
      return new ReportText(new MarkedText(text, marks, headings.coded(report), 0, true));
    }

    /**
     * The text with the marks of an audit.
     *
     * @param column {@code null} for an audit without flags and questions
     * @param buttons whether a flag's number can be clicked
     */
    public ReportText of(Audit audit, @Nullable FlagsColumn column, boolean buttons) {
      ReportPoints text = new ReportPoints(audit.report().text());
      List<Flag> flags = column == null ? List.of() : column.all();
      int inHand = column == null || !buttons ? 0 : column.inHand();
      List<TextMark> marks = TextMarks.of(text, audit, flags);
      List<Heading> coded = headings.coded(audit.report());
      return new ReportText(new MarkedText(text, marks, coded, inHand, buttons));
    }
  }
}
