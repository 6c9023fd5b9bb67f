package org.radiologytrust.ingest.document.pdf;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.radiologytrust.ingest.document.pdf.PageFrame.Area;
import org.radiologytrust.model.NotAudited;
import org.radiologytrust.model.NotAudited.Unit;

/**
 * The pictures of a PDF, and shapes that may be letters. Words can be in them, so they are named,
 * and most of them cost the score. A letterhead costs nothing: what stands in the top or bottom
 * band of its page, what is repeated on the pages, what is small, and the paper under the text.
 */
final class PdfPictures {
  /** A signature, a bar code or a QR code has less than this part of the page. */
  private static final float SMALL = 0.04f;

  /** Several of them together have less than this part of the page. */
  private static final float SMALL_TOGETHER = 0.08f;

  /** A scan has more than this part of its page. */
  private static final float SCAN = 0.4f;

  /** A picture of the paper has more than this part of the page, and much text over it. */
  private static final float PAPER = 0.6f;

  private static final int PAPER_TEXT = 300;

  /** No letter fits into a picture with fewer dots. */
  private static final int FEWEST_DOTS = 8;

  /** Shapes of the size of letters: words need this many, of this many different forms. */
  private static final int MOST_SHAPES = 40;

  private static final int MOST_FORMS = 8;

  /** The letterhead and footer of a scanned page have no more letters than this. */
  private static final int LETTERHEAD = 300;

  /** Some of them may stand between the bands. */
  private static final int FEW_BETWEEN = 20;

  private static final int LISTED_PAGES = 5;

  /** Further pictures are not told apart. */
  private static final int MOST_PICTURES = 20_000;

  /**
   * A picture on a page.
   *
   * @param key the same for the same picture on other pages
   * @param share of the page's area
   * @param lettersBefore how many letters the page had before the picture was drawn
   */
  private record Picture(Object key, int page, float share, boolean band, int lettersBefore) {}

  /** What a page has. */
  private static final class Page {
    int letters;
    int read;
    int between;
    int shapes;
    final Set<Object> forms = new HashSet<>();

    boolean isDrawn() {
      return shapes >= MOST_SHAPES && forms.size() >= MOST_FORMS;
    }
  }

  private final List<Picture> pictures = new ArrayList<>();
  private final Map<Object, Set<Integer>> pagesOf = new HashMap<>();
  private final Map<Integer, Page> pages = new TreeMap<>();
  private int more;

  /** Begins a page. */
  void begin(int page) {
    pages.put(page, new Page());
  }

  /**
   * Takes a picture.
   *
   * @param key equal for the same picture on other pages
   * @param width in dots
   * @param height in dots
   * @param area the part of it that is shown
   */
  void picture(PageFrame frame, Object key, int width, int height, Area area) {
    float share = frame.share(area);
    if (share <= 0 || width < FEWEST_DOTS || height < FEWEST_DOTS) {
      return;
    }
    if (pictures.size() >= MOST_PICTURES) {
      more++;
    } else {
      boolean band = frame.isInBand(area);
      pictures.add(new Picture(key, frame.page(), share, band, page(frame).letters));
      pagesOf.computeIfAbsent(key, k -> new HashSet<>()).add(frame.page());
    }
  }

  /** Takes the parts of a path that is drawn. */
  void shape(PageFrame frame, PagePath.Part part, Area area) {
    float height = area.bottom() - area.top();
    float width = area.right() - area.left();
    boolean size = height >= 2 && height <= 40 && width >= 0.3f && width <= 40;
    if (size && (part.curved() || part.points() > 4) && !frame.isInBand(area)) {
      Page page = page(frame);
      page.shapes++;
      if (page.forms.size() < MOST_FORMS) {
        page.forms.add(List.of(part.points(), Math.round(width * 4), Math.round(height * 4)));
      }
    }
  }

  /** Takes a letter that is drawn, whether or not it will be read. */
  void letter(PageFrame frame) {
    page(frame).letters++;
  }

  /** Takes a letter that is read. */
  void read(PageFrame frame, Area area) {
    page(frame).read++;
    page(frame).between += frame.isInBand(area) ? 0 : 1;
  }

  private Page page(PageFrame frame) {
    return pages.computeIfAbsent(frame.page(), p -> new Page());
  }

  /** Whether the text is no more than the letterhead of a scan. */
  boolean isScan() {
    boolean scan = together().values().stream().anyMatch(share -> share >= SCAN);
    return scan
        && pages.values().stream().allMatch(p -> p.read <= LETTERHEAD && p.between <= FEW_BETWEEN);
  }

  /** The part of each page that all its pictures have which may have words. */
  private Map<Integer, Double> together() {
    return pictures.stream()
        .filter(this::mayHaveWords)
        .collect(Collectors.groupingBy(Picture::page, Collectors.summingDouble(Picture::share)));
  }

  /** What has to be named. */
  List<NotAudited> parts() {
    List<NotAudited> parts = new ArrayList<>();
    Map<Integer, Double> together = together();
    Map<Boolean, List<Picture>> costly =
        pictures.stream()
            .collect(
                Collectors.partitioningBy(
                    p ->
                        mayHaveWords(p)
                            && (p.share >= SMALL
                                || together.getOrDefault(p.page, 0d) >= SMALL_TOGETHER)));
    add(costly.get(true), true, parts);
    add(costly.get(false), false, parts);
    if (more > 0) {
      parts.add(new NotAudited("more pictures of a PDF", more, Unit.ITEMS, true));
    }
    Set<Integer> drawn = new TreeSet<>();
    pages.forEach(
        (number, page) -> {
          if (page.isDrawn()) {
            drawn.add(number);
          }
        });
    if (!drawn.isEmpty()) {
      int shapes = drawn.stream().mapToInt(p -> pages.get(p).shapes).sum();
      String what = "shapes of a PDF that may be letters, " + pages(drawn);
      parts.add(new NotAudited(what, shapes, Unit.ITEMS, true));
    }
    return parts;
  }

  private static void add(List<Picture> some, boolean reportText, List<NotAudited> parts) {
    if (some.isEmpty()) {
      return;
    }
    Set<Integer> on =
        some.stream().map(Picture::page).collect(Collectors.toCollection(TreeSet::new));
    double most = some.stream().mapToDouble(Picture::share).max().orElse(0);
    String what =
        "picture of a PDF, "
            + pages(on)
            + ", up to "
            + Math.max(1, Math.round(Math.min(1, most) * 100))
            + "% of the page";
    parts.add(new NotAudited(what, some.size(), Unit.ITEMS, reportText));
  }

  /** Pages in words: {@code page 2}, or {@code pages 1, 3 and 4 more}. */
  static String pages(Set<Integer> numbers) {
    String listed =
        numbers.stream().limit(LISTED_PAGES).map(String::valueOf).collect(Collectors.joining(", "));
    int more = numbers.size() - LISTED_PAGES;
    return (numbers.size() == 1 ? "page " : "pages ")
        + listed
        + (more > 0 ? " and " + more + " more" : "");
  }

  private boolean mayHaveWords(Picture picture) {
    return !picture.band && !isRepeated(picture) && !isPaper(picture);
  }

  private boolean isRepeated(Picture picture) {
    int on = pagesOf.getOrDefault(picture.key, Set.of()).size();
    return on >= 2 && 2 * on >= pages.size();
  }

  private boolean isPaper(Picture picture) {
    Page page = pages.get(picture.page);
    return picture.share >= PAPER
        && page != null
        && page.between >= PAPER_TEXT
        && page.letters - picture.lettersBefore >= PAPER_TEXT;
  }
}
