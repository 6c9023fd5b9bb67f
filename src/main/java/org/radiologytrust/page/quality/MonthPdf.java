package org.radiologytrust.page.quality;

import java.util.ArrayList;
import java.util.List;
import org.radiologytrust.journal.quality.Readings;
import org.radiologytrust.journal.quality.VerdictCounts;
import org.radiologytrust.pdf.PdfPaper;
import org.radiologytrust.review.Share;

/** The page of a month as a PDF: the same tables and sentences, without the drawing. */
final class MonthPdf {
  private static final List<Integer> FIGURES = List.of(24, 13, 12, 9, 9, 19, 9, 14, 11, 20, 16, 16);
  private static final List<Integer> SAMPLES = List.of(30, 10, 10, 12, 10, 20, 8);

  private MonthPdf() {}

  static byte[] of(MonthReport report) {
    try (PdfPaper paper = new PdfPaper()) {
      paper.heading(report.title());
      paper.paragraph(MonthWords.made(report));
      paper.heading("All checks, as people decided on the worklist");
      paper.table(FIGURES, figures("", report.totals()));
      paper.heading("By check");
      paper.table(FIGURES, figures("Check", report.checks()));
      paper.paragraph(MonthWords.FIGURES);
      paper.heading("The months before");
      paper.table(FIGURES, figures("Month", report.months()));
      samples(paper, report);
      paper.heading("The stop rule");
      paper.paragraph(MonthWords.judged(report.stops()));
      if (report.breaches().isEmpty()) {
        paper.paragraph(MonthWords.NO_BREACH);
      }
      for (StopAnswers.Row row : report.breaches()) {
        paper.paragraph(MonthWords.breach(row));
      }
      changes(paper, report);
      paper.heading("In use when this was made");
      report.head().inUse().forEach(paper::paragraph);
      return paper.bytes();
    }
  }

  private static List<List<String>> figures(String name, List<ShownFigures> rows) {
    List<List<String>> table = new ArrayList<>();
    table.add(
        List.of(
            name,
            "Strength",
            "Reports",
            "Flags",
            "Per 100",
            "Reports flagged, of 100",
            "Right",
            "Not important",
            "Wrong",
            "Right of right and wrong, %",
            "Corrected of agreed",
            "To decision"));
    for (ShownFigures row : rows) {
      table.add(
          List.of(
              row.name(),
              row.strength(),
              row.row().reports() + "",
              row.row().flags() + "",
              row.per100(),
              share(row.flagged()),
              row.row().judged().right() + "",
              row.row().judged().notImportant() + "",
              row.row().judged().wrong() + "",
              share(row.precision()),
              row.corrected().known() ? row.corrected().hits() + " of " + row.corrected().of() : "",
              row.most().isEmpty() ? row.half() : row.half() + "; " + row.most()));
    }
    return table;
  }

  private static String share(Share share) {
    return share.known() ? share.words() + " (" + share.interval() + ")" : "";
  }

  private static void samples(PdfPaper paper, MonthReport report) {
    paper.heading("As people read random samples");
    if (!report.sample().verdicts().isEmpty()) {
      List<List<String>> table = new ArrayList<>();
      table.add(
          List.of(
              "Check",
              "Strength",
              "Right",
              "Not important",
              "Wrong",
              "Right of right and wrong, %",
              "People"));
      for (VerdictCounts of : report.sample().verdicts()) {
        table.add(
            List.of(
                report.titles().of(of.check()),
                SampleFigures.strength(of),
                of.right() + "",
                of.notImportant() + "",
                of.wrong() + "",
                share(SampleFigures.precision(of)),
                of.people() + ""));
      }
      paper.table(SAMPLES, table);
    }
    paper.paragraph(MonthWords.missed(report.sample()));
    for (Readings.Progress list : report.sample().lists()) {
      paper.paragraph(MonthWords.list(list));
    }
  }

  private static void changes(PdfPaper paper, MonthReport report) {
    paper.heading("Changed in this month");
    String loaded = report.loadedWords();
    paper.paragraph(loaded.isEmpty() ? MonthWords.NO_CHANGE : loaded);
  }
}
