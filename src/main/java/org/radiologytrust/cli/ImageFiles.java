package org.radiologytrust.cli;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.imageio.ImageIO;
import org.radiologytrust.ingest.dicom.ChangesFeed;
import org.radiologytrust.ingest.dicom.OrthancClient;
import org.radiologytrust.ingest.dicom.OrthancImages;
import org.radiologytrust.ingest.dicom.PrivateOrthanc;
import org.radiologytrust.journal.StudyShelf;
import org.radiologytrust.model.ImageSource;
import org.radiologytrust.model.Instance;
import org.radiologytrust.model.Patient;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.Sex;
import org.radiologytrust.model.SiteFiles;
import org.radiologytrust.model.Study;
import org.radiologytrust.model.Texts;

/**
 * Images in files. DICOM goes through an Orthanc of our own, the same way as at a site, which knows
 * every transfer syntax; PNG and JPEG are read here and have no tags.
 */
final class ImageFiles implements ImageSource {
  private static final int LONGEST = OrthancImages.LONGEST;
  private static final int DICM_AT = 128;

  private final List<Study> studies = new ArrayList<>();
  private final Map<String, byte[]> pictures = new HashMap<>();
  private ImageSource dicom;

  private ImageFiles() {}

  static ImageFiles open(List<Path> files, Closing closing) throws IOException {
    ImageFiles images = new ImageFiles();
    List<byte[]> objects = new ArrayList<>();
    for (Path file : files) {
      byte[] bytes = read(file);
      if (bytes.length > DICM_AT + 4
          && new String(bytes, DICM_AT, 4, StandardCharsets.ISO_8859_1).equals("DICM")) {
        objects.add(bytes);
      } else {
        images.picture(file, bytes);
      }
    }
    if (!objects.isEmpty()) {
      images.dicom(objects, closing);
    }
    return images;
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new CommandFailure("--image: " + file + " cannot be read");
    }
  }

  private void picture(Path file, byte[] bytes) throws IOException {
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(bytes));
    if (image == null) {
      throw new CommandFailure("--image: " + file + " is not DICOM, PNG or JPEG");
    }
    String uid = "2.25." + new java.math.BigInteger(Texts.sha256(bytes).substring(0, 30), 16);
    pictures.put(uid, png(image));
    studies.add(
        new Study(
            uid + ".1",
            "",
            new Patient(List.of(), "", "", null, Sex.UNKNOWN, ""),
            null,
            "",
            true,
            List.of(new Instance(uid, uid + ".2", "", "", "", "", "", "", 1, 1, uid))));
  }

  private static byte[] png(BufferedImage image) throws IOException {
    double scale = Math.min(1, (double) LONGEST / Math.max(image.getWidth(), image.getHeight()));
    int width = Math.max(1, (int) Math.round(image.getWidth() * scale));
    int height = Math.max(1, (int) Math.round(image.getHeight() * scale));
    BufferedImage scaled = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = scaled.createGraphics();
    g.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
    g.drawImage(image, 0, 0, width, height, null);
    g.dispose();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(scaled, "png", out);
    return out.toByteArray();
  }

  private void dicom(List<byte[]> objects, Closing closing) throws IOException {
    if (PrivateOrthanc.binary().isEmpty()) {
      throw new CommandFailure(
          "--image: DICOM needs Orthanc: apt-get install orthanc orthanc-gdcm");
    }
    PrivateOrthanc orthanc = PrivateOrthanc.start(Duration.ofSeconds(1));
    closing.add(orthanc);
    for (byte[] object : objects) {
      try {
        orthanc.store(object);
      } catch (IOException e) {
        throw new CommandFailure("--image: Orthanc does not take the DICOM file: it is damaged");
      }
    }
    OrthancClient client =
        new OrthancClient(
            orthanc.httpUrl(), orthanc.user(), orthanc.password(), Duration.ofSeconds(60));
    Shelf shelf = new Shelf();
    ChangesFeed feed =
        new ChangesFeed(
            client, shelf, Clock.systemUTC(), ChangesFeed.Limits.DEFAULT, SiteFiles.shipped());
    Instant end = Instant.now().plusSeconds(60);
    while (!shelf.stable() && Instant.now().isBefore(end)) {
      feed.poll();
      pause();
    }
    studies.addAll(shelf.studies.values());
    dicom = new OrthancImages(client);
  }

  private static void pause() throws IOException {
    try {
      Thread.sleep(100);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  List<Study> studies() {
    return List.copyOf(studies);
  }

  @Override
  public byte[] png(Instance instance) throws IOException {
    byte[] picture = pictures.get(instance.storeId());
    if (picture != null) {
      return picture;
    }
    if (dicom == null) {
      throw new IOException("no such image");
    }
    return dicom.png(instance);
  }

  /** Studies of one command, in memory. */
  private static final class Shelf implements StudyShelf {
    private final Map<String, Study> studies = new TreeMap<>();
    private final Map<String, String> cursors = new HashMap<>();

    boolean stable() {
      return !studies.isEmpty() && studies.values().stream().allMatch(Study::stable);
    }

    @Override
    public void storeStudy(Study study, String feed, String cursor) {
      studies.put(study.studyInstanceUid(), study);
      cursors.put(feed, cursor);
    }

    @Override
    public void storeCursor(String feed, String cursor) {
      cursors.put(feed, cursor);
    }

    @Override
    public String cursor(String feed) {
      return cursors.getOrDefault(feed, "");
    }

    @Override
    public List<Study> studiesOf(Report report) {
      return List.copyOf(studies.values());
    }
  }
}
