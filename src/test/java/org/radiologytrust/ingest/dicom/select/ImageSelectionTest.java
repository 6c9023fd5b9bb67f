package org.radiologytrust.ingest.dicom.select;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.model.Instance;
import org.radiologytrust.model.SampleRecords;
import org.radiologytrust.model.Slice;
import org.radiologytrust.model.SliceTags;
import org.radiologytrust.model.SliceTags.Plane;
import org.radiologytrust.model.Study;

class ImageSelectionTest {
  private static final String DX = "1.2.840.10008.5.1.4.1.1.1.1";
  private static final String CT = "1.2.840.10008.5.1.4.1.1.2";
  private static final String SC = "1.2.840.10008.5.1.4.1.1.7";

  @Test
  void slicesAreSpreadAsMedGemmaWasTrained() {
    List<String> chosen = choose(85, series(3, 412, i -> axial(i)));
    assertEquals(85, chosen.size());
    // round(i / 85 * 411) for i = 1, 2, 3, 84, 85, from 0
    assertEquals(
        List.of("3.6", "3.11", "3.16"), chosen.subList(0, 3).stream().map(this::plus).toList());
    assertEquals("3.412", plus(chosen.get(84)));
    assertEquals(85, chosen.stream().distinct().count());
  }

  /** The numbers of the slices in this test begin with 0. */
  private String plus(String uid) {
    return "3." + (Integer.parseInt(uid.substring(2)) + 1);
  }

  @Test
  void allSlicesOfAShortSeries() {
    List<Instance> chosen = chosen(85, "", series(3, 7, i -> axial(i)));
    assertEquals(List.of(0, 1, 2, 3, 4, 5, 6), numbers(chosen));
    assertEquals(
        List.of(1, 2, 3, 4, 5, 6, 7), chosen.stream().map(i -> i.slice().number()).toList());
  }

  /** Whatever the order in which they came. */
  @ParameterizedTest
  @CsvSource({
    "number, 1, 1, true",
    "number, -1, 1, true",
    "number, -1, -1, true",
    "feet-first, 1, 1, true",
    "feet-first, -1, 1, false",
    // the vector points to the feet
    "feet-first, 1, -1, false",
    "feet-first, -1, -1, true",
    "head-first, 1, 1, false",
    "head-first, -1, 1, true",
    "head-first, -1, -1, false"
  })
  void theRuleSaysAtWhichEndTheOrderBegins(
      String order, int step, int vector, boolean rising, @TempDir Path site) throws Exception {
    Path file = site.resolve("ingest/dicom/slices.yaml");
    Files.createDirectories(file.getParent());
    Files.writeString(file, "order: " + order + "\n");
    List<Instance> series =
        new ArrayList<>(series(3, 9, i -> new Plane(0, 0, vector, 100 + step * i)));
    Collections.shuffle(series, new Random(3));
    List<Integer> expected = new ArrayList<>(List.of(0, 1, 2, 3, 4, 5, 6, 7, 8));
    if (!rising) {
      Collections.reverse(expected);
    }
    assertEquals(
        expected,
        numbers(
            new ImageSelection(SiteFiles.in(site), 85)
                .choose(SampleRecords.report("A", "Normal."), List.of(study(series)))));
  }

  /** A slice that was sent again later stands at its place. */
  @Test
  void whereNumbersAndPositionsDisagreeThePositionsSayWhatIsBesideWhat() {
    double[] at = {9, 8, 7, 5, 4, 3, 6};
    assertEquals(
        List.of(0, 1, 2, 6, 3, 4, 5), numbers(chosen(85, "", series(3, 7, i -> axial(at[i])))));
  }

  @Test
  void gapsAndMixedSpacing() {
    double[] at = {0, 1, 2, 30, 35, 36, 36.5, 80};
    List<Instance> series = new ArrayList<>(series(3, at.length, i -> axial(at[i])));
    Collections.reverse(series);
    assertEquals(List.of(0, 1, 2, 3, 4, 5, 6, 7), numbers(chosen(85, "", series)));
  }

  @Test
  void anObliqueSeriesIsInOrderAlongItsNormal() {
    double half = Math.sqrt(0.5);
    assertEquals(
        List.of(0, 1, 2, 3, 4, 5),
        numbers(chosen(85, "", series(3, 6, i -> new Plane(half, 0, half, -2.0 * i)))));
  }

  @Test
  void slicesAtOnePlaceAreShownOnce() {
    assertEquals(List.of(0, 2, 4, 6, 8), numbers(chosen(85, "", series(3, 10, i -> axial(i / 2)))));
  }

  /** Three slices that turn, and six that are parallel. */
  @Test
  void theMostParallelSlicesOfASeriesCount() {
    List<Instance> series =
        series(3, 9, i -> i < 3 ? new Plane(Math.cos(i), Math.sin(i), 0, 0) : axial(i));
    assertEquals(List.of(3, 4, 5, 6, 7, 8), numbers(chosen(85, "", series)));
  }

  @Test
  void anAxialSeriesComesFirst() {
    List<Instance> sagittal = series(2, 60, i -> new Plane(1, 0, 0, i));
    List<Instance> axial = series(3, 20, i -> axial(i));
    assertEquals(20, choose(85, joined(sagittal, axial)).size());
    assertEquals(60, choose(85, sagittal).size(), "where there is no axial one");
  }

  @ParameterizedTest
  @CsvSource({
    "Nodule in the right lung., 2",
    "Fracture of a vertebral body., 4",
    "The liver is normal., 3",
    "No words of a series., 4"
  })
  void theSeriesThatFitsTheReport(String report, int number) {
    List<Instance> all =
        joined(
            described(2, "LUNG 1.25", 20),
            described(3, "ABDOMEN_PORTAL", 10),
            described(4, "Bone Hd", 30));
    assertEquals(number, series(chosen(85, report, all)));
  }

  @ParameterizedTest
  @CsvSource({
    "'Nodule (series 2, image 10)', 2",
    "nodule on image 7 of series 3, 3",
    "Nodule (se 2 / im 4), 2",
    "Nodule (series 9 image 4), 4",
    "Rundherd (Serie 3 Bild 8), 3"
  })
  void theSeriesThatTheReportNames(String report, int number) {
    List<Instance> all =
        joined(described(2, "A", 20), described(3, "B", 10), described(4, "C", 30));
    assertEquals(number, series(chosen(85, report, all)));
  }

  @Test
  void theSlicesAroundANamedOneAreShown() {
    List<Instance> chosen =
        chosen(20, "Nodule (series 3, image 27).", series(3, 400, i -> axial(-i)));
    List<Integer> numbers = numbers(chosen);
    assertTrue(numbers.containsAll(List.of(25, 26, 27, 28, 29)), numbers.toString());
    assertEquals(20, numbers.size(), numbers.toString());
    assertEquals(numbers.stream().sorted().toList(), numbers);
    String many =
        IntStream.range(1, 50).mapToObj(i -> "series 3 image " + 8 * i).reduce("", String::concat);
    assertEquals(20, chosen(20, many, series(3, 400, i -> axial(i))).size());
  }

  /** What is named costs no slice: the others are spread over the places that are left. */
  @ParameterizedTest
  @ValueSource(ints = {5, 85, 86, 90, 100, 171, 412})
  void asManyAsMayBeAreShownWhateverIsNamed(int slices) {
    for (int image = 0; image < slices; image++) {
      String report = "Nodule (series 3, image " + image + "), series 3 image 40.";
      List<Instance> chosen = chosen(85, report, series(3, slices, i -> axial(i)));
      assertEquals(Math.min(85, slices), chosen.stream().distinct().count());
      assertTrue(numbers(chosen).contains(image), report);
    }
  }

  @Test
  void localizersDosesScreensAndDerivedCopiesAreLeftOut() {
    List<Instance> kept = series(5, 8, i -> axial(i));
    List<Instance> all =
        joined(
            kept,
            typed(1, CT, "ORIGINAL\\PRIMARY\\LOCALIZER", "", 9),
            typed(2, CT, "DERIVED\\SECONDARY\\MPR", "", 90),
            typed(3, SC, "ORIGINAL\\PRIMARY", "", 90),
            typed(4, CT, "ORIGINAL\\PRIMARY\\AXIAL", "Topogram 0.6", 90),
            typed(6, CT, "ORIGINAL\\PRIMARY\\AXIAL", "Dose Report", 90));
    assertEquals(5, series(chosen(85, "", all)));
    assertEquals(8, chosen(85, "", all).size());
    List<Instance> scout = typed(1, CT, "ORIGINAL\\PRIMARY\\LOCALIZER", "", 2);
    assertEquals(2, chosen(85, "", scout).size(), "where there is nothing else");
  }

  /** A radiograph for presentation is always derived, from the raw one. */
  @Test
  void aRadiographMayBeDerived() {
    Instance image =
        image("1.1", "1", DX, "DX", "PA", 1)
            .with(new SliceTags(1, "", List.of("DERIVED", "PRIMARY"), List.of()));
    assertEquals(List.of(image), chosen(85, "", List.of(image)));
  }

  @Test
  void framesOfAnEnhancedObject() {
    List<Plane> planes = IntStream.range(0, 100).mapToObj(i -> axial(-3.0 * i)).toList();
    Instance object =
        new Instance("1.1", "s", CT + ".1", "CT", "", "", "", "", 1, 100, "id")
            .with(new SliceTags(3, "", List.of("ORIGINAL"), planes));
    List<Instance> chosen = chosen(10, "series 3 image 50", List.of(object));
    List<Integer> frames = chosen.stream().map(i -> i.slice().frame()).toList();
    assertEquals(frames.stream().sorted().toList(), frames);
    assertTrue(frames.containsAll(List.of(47, 48, 49, 50, 51)), frames.toString());
    assertEquals(chosen.get(3).shownFrame(), frames.get(3));
  }

  /** What an object says of the number of its frames may be anything. */
  @Test
  void framesWithoutPlanesAreNoStack() {
    Instance object =
        new Instance("1.1", "s", CT, "CT", "", "", "", "", 1, Integer.MAX_VALUE, "id")
            .with(new SliceTags(3, "", List.of("ORIGINAL"), List.of()));
    assertEquals(List.of(object), chosen(85, "", List.of(object)));
  }

  /** Studies that were read before planes were. */
  @Test
  void withoutPlanesTheNumbersAreTheOrder() {
    List<Instance> old = new ArrayList<>();
    for (int i = 12; i > 0; i--) {
      old.add(image("1." + i, "1", CT, "CT", "", i));
    }
    assertEquals(List.of(4, 7, 9, 12), numbers(chosen(4, "", old)));
  }

  @Test
  void fourSlicesAreNoStack() {
    List<Instance> few = chosen(85, "", series(3, 4, i -> axial(i)));
    assertEquals(4, few.size());
    assertTrue(few.stream().allMatch(image -> image.slice() == null));
  }

  @Test
  void twoStudiesShareTheSlices() {
    Study first = study(series(3, 100, i -> axial(i)));
    Study second = study(series(4, 100, i -> axial(i)));
    List<Instance> chosen =
        new ImageSelection(SiteFiles.shipped(), 20)
            .choose(SampleRecords.report("A", "Normal."), List.of(first, second));
    assertEquals(20, chosen.size());
    assertEquals(3, series(chosen.subList(0, 10)));
    assertEquals(4, series(chosen.subList(10, 20)));
    assertEquals(new Slice(0, 1), chosen.get(10).slice());
  }

  @Test
  void eachViewOnceBeforeAnyTwice() {
    List<Instance> images =
        List.of(
            image("s1.1", "s1", DX, "DX", "PA", 1),
            image("s2.1", "s2", DX, "DX", "PA", 1),
            image("s3.1", "s3", DX, "DX", "LL", 1),
            image("s3.2", "s3", DX, "DX", "LL", 2));
    assertEquals(List.of("s1.1", "s3.2"), views(2, images));
    assertEquals(List.of("s1.1", "s2.1", "s3.2"), views(3, images));
    assertEquals(List.of("s1.1", "s2.1", "s3.1", "s3.2"), views(4, images));
    assertEquals(List.of("s1.1", "s2.1", "s3.1", "s3.2"), choose(85, images));
  }

  @Test
  void rawImagesOnlyWhereNothingElseIsThere() {
    Instance raw = image("s1.1", "s1", DX + ".1", "DX", "PA", 1);
    Instance shown = image("s2.1", "s2", DX, "DX", "PA", 1);
    assertEquals(List.of("s2.1"), choose(85, List.of(raw, shown)));
    assertEquals(List.of("s1.1"), choose(85, List.of(raw)));
  }

  @Test
  void nothingFromNothing() {
    assertEquals(List.of(), choose(85, List.of()));
  }

  @Test
  void aFileThatIsNotValidIsNamed(@TempDir Path site) throws IOException {
    Path file = site.resolve("ingest/dicom/slices.yaml");
    Files.createDirectories(file.getParent());
    Files.writeString(file, "order: size\n");
    SiteFiles wrong = SiteFiles.in(site);
    assertEquals(
        "ingest/dicom/slices.yaml: order must be one of number, feet-first, head-first",
        assertThrows(IllegalArgumentException.class, () -> new ImageSelection(wrong, 85))
            .getMessage());
    Files.writeString(file, "fewest: 1\n");
    SiteFiles files = SiteFiles.in(site);
    String told =
        assertThrows(IllegalArgumentException.class, () -> new ImageSelection(files, 85))
            .getMessage();
    assertTrue(told.startsWith("ingest/dicom/slices.yaml: fewest must be 2 or more"), told);
    assertFalse(told.contains("null"));
  }

  private static List<String> views(int max, List<Instance> images) {
    var chosen = new ViewSelection(max).choose(images);
    return images.stream().filter(chosen::contains).map(Instance::sopInstanceUid).toList();
  }

  private static List<String> choose(int max, List<Instance> images) {
    return chosen(max, "", images).stream().map(Instance::sopInstanceUid).toList();
  }

  private static List<Instance> chosen(int max, String report, List<Instance> images) {
    return new ImageSelection(SiteFiles.shipped(), max)
        .choose(SampleRecords.report("A", "FINDINGS: " + report), List.of(study(images)));
  }

  private static List<Integer> numbers(List<Instance> images) {
    return images.stream().map(Instance::instanceNumber).toList();
  }

  private static int series(List<Instance> chosen) {
    List<Integer> numbers =
        chosen.stream().map(image -> image.slices().seriesNumber()).distinct().toList();
    assertEquals(1, numbers.size());
    return numbers.get(0);
  }

  private static Plane axial(double z) {
    return new Plane(0, 0, 1, z);
  }

  private static List<Instance> described(int number, String description, int count) {
    return IntStream.range(0, count)
        .mapToObj(
            i -> slice(number, i, new SliceTags(number, description, List.of(), List.of(axial(i)))))
        .toList();
  }

  private static List<Instance> typed(
      int number, String sopClass, String types, String description, int count) {
    return IntStream.range(0, count)
        .mapToObj(
            i ->
                image(number + "." + i, "series" + number, sopClass, "CT", "", i)
                    .with(
                        new SliceTags(
                            number, description, List.of(types.split("\\\\")), List.of(axial(i)))))
        .toList();
  }

  private interface At {
    Plane plane(int number);
  }

  private static List<Instance> series(int number, int count, At at) {
    return IntStream.range(0, count)
        .mapToObj(
            i ->
                slice(
                    number,
                    i,
                    new SliceTags(
                        number, "", List.of("ORIGINAL", "PRIMARY"), List.of(at.plane(i)))))
        .toList();
  }

  private static Instance slice(int series, int number, SliceTags tags) {
    return image(series + "." + number, "series" + series, CT, "CT", "", number).with(tags);
  }

  @SafeVarargs
  @SuppressWarnings("varargs")
  private static List<Instance> joined(List<Instance>... all) {
    return Stream.of(all).flatMap(List::stream).toList();
  }

  private static Study study(List<Instance> images) {
    return new Study("1", "A", null, null, "", true, images);
  }

  private static Instance image(
      String uid, String series, String sopClass, String modality, String view, int number) {
    return new Instance(uid, series, sopClass, modality, "", "", "", view, number, 1, uid);
  }
}
