package org.radiologytrust.page.flag;

import gg.jte.Content;
import gg.jte.TemplateOutput;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import java.util.stream.Collectors;
import org.radiologytrust.html.VisibleText;
import org.radiologytrust.model.Span;
import org.radiologytrust.text.sections.Heading;

/**
 * The text of a report with its marks, as HTML. Every mark covers exactly its span. Spans may lie
 * in one another or overlap; where they overlap, the later one is written in two pieces. Headings
 * that the message gives by codes stand above the text that they mark, and are no part of it.
 */
final class MarkedText implements Content {
  /** Into how many pieces overlaps may divide a mark. What follows stays without the mark. */
  private static final int MOST_PIECES = 16;

  private final ReportPoints text;
  private final List<TextMark> marks;
  private final List<Heading> coded;
  private final int inHand;
  private final boolean buttons;

  /**
   * @param coded headings that are not in the text, in its order
   * @param inHand number of the flag in hand; 0 if there is none
   * @param buttons whether a number is a button; on paper it is not
   */
  MarkedText(
      ReportPoints text, List<TextMark> marks, List<Heading> coded, int inHand, boolean buttons) {
    this.text = text;
    this.marks = List.copyOf(marks);
    this.coded = List.copyOf(coded);
    this.inHand = inHand;
    this.buttons = buttons;
  }

  /** A piece of a mark. */
  private record Piece(TextMark mark, int start, int end, int number, boolean last) {
    boolean first() {
      return number == 0;
    }
  }

  /** The outer one first. */
  private static final Comparator<Piece> ORDER =
      Comparator.comparingInt(Piece::start)
          .thenComparing(Comparator.comparingInt(Piece::end).reversed())
          .thenComparingInt(piece -> piece.mark().kind().ordinal());

  @Override
  public void writeTo(TemplateOutput output) {
    Writer out = new Writer(output);
    PriorityQueue<Piece> coming = new PriorityQueue<>(ORDER);
    for (TextMark mark : marks) {
      Span span = mark.span();
      if (text.has(span)) {
        coming.add(new Piece(mark, span.start(), span.end(), 0, true));
      }
    }
    Deque<Piece> open = new ArrayDeque<>();
    int at = 0;
    while (!coming.isEmpty()) {
      Piece next = coming.remove();
      at = close(out, open, at, next.start());
      Piece outer = open.peek();
      if (outer != null && outer.end() < next.end()) {
        boolean more = next.number() + 1 < MOST_PIECES;
        if (more) {
          coming.add(
              new Piece(next.mark(), outer.end(), next.end(), next.number() + 1, next.last()));
        }
        next = new Piece(next.mark(), next.start(), outer.end(), next.number(), !more);
      }
      out.words(at, next.start());
      at = next.start();
      out.headings(at);
      start(output, next);
      open.push(next);
    }
    at = close(out, open, at, text.length());
    out.words(at, text.length());
  }

  /** Ends all pieces that end at or before a place, and returns the place reached. */
  private int close(Writer out, Deque<Piece> open, int from, int until) {
    int at = from;
    while (!open.isEmpty() && open.peek().end() <= until) {
      Piece piece = open.pop();
      out.words(at, piece.end());
      at = piece.end();
      end(out.output, piece);
    }
    return at;
  }

  /** Writes the words, and each coded heading before the words below it. */
  private final class Writer {
    private final TemplateOutput output;
    private final Deque<Heading> coming;

    Writer(TemplateOutput output) {
      this.output = output;
      this.coming = new ArrayDeque<>(coded);
    }

    void words(int from, int to) {
      int at = from;
      while (!coming.isEmpty() && coming.element().span().start() < to) {
        int next = Math.max(at, coming.element().span().start());
        text(at, next);
        headings(next);
        at = next;
      }
      text(at, to);
    }

    /** Writes the headings up to a place that is still to come. */
    void headings(int place) {
      while (!coming.isEmpty() && coming.element().span().start() <= place) {
        output.writeContent("<b class=\"coded\">" + coming.remove().name() + "</b>");
        output.writeContent(helper(" (a section that the message names by a code)") + "\n");
      }
    }

    private void text(int from, int to) {
      if (from < to) {
        VisibleText.text(text.in(from, to)).writeTo(output);
      }
    }
  }

  private void start(TemplateOutput out, Piece piece) {
    TextMark mark = piece.mark();
    switch (mark.kind()) {
      case AI_DRAFT -> noted(out, piece, "drafted", "drafted by AI, unchanged");
      case TEMPLATE -> noted(out, piece, "drafted", "of a template, unchanged");
      case CHANGED -> noted(out, piece, "changed", "changed by an addendum");
      case HEADING -> out.writeContent("<b>");
      case MARK -> {
        out.writeContent("<mark data-label=\"" + mark.sign().code() + "\"" + classes(mark));
        out.writeContent(numbers("data-flags", mark) + ">");
        if (piece.first()) {
          mark.places().forEach(place -> out.writeContent(number(place)));
        }
        out.writeContent("<bdi>");
      }
      case COMPARED -> {
        boolean framed = has(mark, inHand);
        out.writeContent("<span" + (framed ? " class=\"proof\"" : ""));
        out.writeContent(numbers("data-proofs", mark) + ">");
        if (piece.first()) {
          out.writeContent(helper("(compared: "));
        }
      }
    }
  }

  private void end(TemplateOutput out, Piece piece) {
    TextMark mark = piece.mark();
    switch (mark.kind()) {
      case AI_DRAFT -> endNoted(out, piece, "AI");
      case TEMPLATE -> endNoted(out, piece, "template");
      case CHANGED -> endNoted(out, piece, "changed by addendum");
      case HEADING -> out.writeContent("</b>");
      case MARK -> {
        out.writeContent("</bdi>");
        if (piece.last()) {
          mark.places()
              .forEach(
                  place ->
                      out.writeContent(
                          "<span class=\"vh\"> (end of flag "
                              + place.flag().number()
                              + ") </span>"));
        }
        out.writeContent("</mark>");
      }
      case COMPARED -> {
        if (piece.last()) {
          out.writeContent(helper(")"));
        }
        out.writeContent("</span>");
      }
    }
  }

  /** Shaded words. What the shading means stands behind them, for a screen reader before them. */
  private static void noted(TemplateOutput out, Piece piece, String style, String words) {
    out.writeContent("<span class=\"" + style + "\">");
    if (piece.first()) {
      out.writeContent(helper("(" + words + ": "));
    }
  }

  private static void endNoted(TemplateOutput out, Piece piece, String label) {
    if (piece.last()) {
      out.writeContent(
          "<span class=\"by\" aria-hidden=\"true\">" + label + "</span>" + helper(")"));
    }
    out.writeContent("</span>");
  }

  private static boolean has(TextMark mark, int number) {
    return mark.places().stream().anyMatch(place -> place.flag().number() == number);
  }

  private String classes(TextMark mark) {
    List<String> all = new ArrayList<>();
    if (has(mark, inHand)) {
      all.add("now");
    }
    if (mark.decided()) {
      all.add("decided");
    }
    if (mark.quiet()) {
      all.add("quiet");
    }
    return all.isEmpty() ? "" : " class=\"" + String.join(" ", all) + "\"";
  }

  private static String numbers(String attribute, TextMark mark) {
    return mark.places().isEmpty()
        ? ""
        : mark.places().stream()
            .map(place -> String.valueOf(place.flag().number()))
            .distinct()
            .collect(Collectors.joining(" ", " " + attribute + "=\"", "\""));
  }

  /** The style sheet shows it while the words around it are framed. */
  private static String helper(String words) {
    return "<span class=\"vh\">" + words + "</span>";
  }

  private String number(TextMark.Place place) {
    Flag flag = place.flag();
    Sign sign = flag.sign();
    String face = "<span aria-hidden=\"true\">" + flag.symbol() + flag.number() + "</span>";
    if (!buttons) {
      return "<span class=\"no\">" + face + "</span>";
    }
    String where = place.of() == 1 ? "" : ", place " + place.number() + " of " + place.of();
    return "<button class=\"no %s\" type=\"button\" data-flag=\"%d\" aria-label=\"Flag %d%s, %s%s:\">%s</button>"
        .formatted(
            flag.open() ? sign.code() : "none",
            flag.number(),
            flag.number(),
            where,
            sign.words(),
            flag.spokenState(),
            face);
  }
}
