package org.radiologytrust.cli.audit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.cli.base.CommandCleanup;
import org.radiologytrust.cli.base.CommandFailure;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.images.ImageSize;
import org.radiologytrust.images.ImageSource;
import org.radiologytrust.images.Picture;
import org.radiologytrust.ingest.dicom.ChangesFeed;
import org.radiologytrust.ingest.dicom.DicomImages;
import org.radiologytrust.ingest.dicom.OrthancClient;
import org.radiologytrust.ingest.dicom.OrthancStore;
import org.radiologytrust.ingest.dicom.PrivateOrthanc;
import org.radiologytrust.ingest.dicom.UploadedImage;
import org.radiologytrust.model.Instance;
import org.radiologytrust.model.Study;
import org.radiologytrust.settings.ImageUse;
import org.radiologytrust.settings.Settings;

/**
 * Images in files. DICOM files go through a temporary Orthanc, as at a site, since it decodes every
 * transfer syntax. PNG and JPEG are decoded here and have no tags.
 */
public final class ImageFiles implements ImageSource {
  private static final int LONGEST = DicomImages.LONGEST;

  /** Longest wait for Orthanc. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** A file that is no image is reported when nothing has changed for this long. */
  private static final Duration SETTLED = Duration.ofSeconds(3);

  private final List<Study> studies = new ArrayList<>();
  private final Map<String, Picture> pictures = new HashMap<>();
  private @Nullable ImageSource dicom;

  private ImageFiles() {}

  /**
   * To be asked before a file of an image is opened.
   *
   * @throws CommandFailure when the settings say that images are never used
   */
  static void requireUsed(Settings settings) {
    if (ImageUse.of(settings) == ImageUse.NEVER) {
      throw new CommandFailure(
          ImageUse.TEXT_ONLY + " (" + ImageUse.KEY + "=never): leave the images out");
    }
  }

  /**
   * Reads the images.
   *
   * @param site says which objects are no images, and how images are rendered
   * @param closing stops Orthanc, where one was started
   * @throws CommandFailure when a file cannot be used; the message names it
   */
  public static ImageFiles open(List<Path> files, SiteFiles site, CommandCleanup closing)
      throws IOException {
    ImageFiles images = new ImageFiles();
    Map<Path, byte[]> objects = new LinkedHashMap<>();
    for (Path file : files) {
      byte[] bytes = read(file);
      if (UploadedImage.isDicom(bytes)) {
        objects.put(file, bytes);
      } else {
        images.picture(file, bytes);
      }
    }
    if (!objects.isEmpty()) {
      images.dicom(objects, site, closing);
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

  private void picture(Path file, byte[] bytes) {
    try {
      Picture picture = Picture.of(bytes, LONGEST, DicomImages.MAX_PIXELS);
      pictures.put(picture.study().instances().get(0).storeId(), picture);
      studies.add(picture.study());
    } catch (Picture.Unusable e) {
      throw new CommandFailure("--image: " + file + " " + e.getMessage());
    }
  }

  private void dicom(Map<Path, byte[]> objects, SiteFiles site, CommandCleanup closing)
      throws IOException {
    if (PrivateOrthanc.binary().isEmpty()) {
      throw new CommandFailure(
          "--image: DICOM needs Orthanc: apt-get install orthanc orthanc-gdcm");
    }
    PrivateOrthanc orthanc = TemporaryOrthanc.start();
    closing.add(orthanc);
    Map<String, Path> stored = new LinkedHashMap<>();
    for (Map.Entry<Path, byte[]> object : objects.entrySet()) {
      store(orthanc, object.getKey(), object.getValue(), stored, objects);
    }
    OrthancClient client =
        new OrthancClient(
            orthanc.httpUrl(), orthanc.user(), orthanc.password(), Duration.ofSeconds(60));
    StudiesInMemory shelf = new StudiesInMemory();
    ChangesFeed feed =
        new ChangesFeed(client, shelf, shelf, Clock.systemUTC(), ChangesFeed.Limits.DEFAULT, site);
    await(feed, shelf, stored);
    studies.addAll(shelf.studies());
    dicom = new DicomImages(new OrthancStore(client), site);
  }

  private static void store(
      PrivateOrthanc orthanc,
      Path file,
      byte[] object,
      Map<String, Path> stored,
      Map<Path, byte[]> objects) {
    Path same;
    try {
      same = stored.putIfAbsent(orthanc.store(object), file);
    } catch (IOException e) {
      throw new CommandFailure("--image: " + file + " is damaged: Orthanc refuses it");
    }
    if (same != null && !Arrays.equals(object, objects.get(same))) {
      throw new CommandFailure(
          "--image: " + file + " has the SOPInstanceUID of " + same + ", but is another file");
    }
  }

  /** Waits until each file is an image of a complete study. No file is left out silently. */
  private static void await(ChangesFeed feed, StudiesInMemory shelf, Map<String, Path> stored)
      throws IOException {
    Instant end = Instant.now().plus(PATIENCE);
    Instant settled = null;
    while (true) {
      feed.poll();
      List<Path> missing =
          stored.entrySet().stream()
              .filter(e -> !shelf.has(e.getKey()))
              .map(Map.Entry::getValue)
              .toList();
      Instant now = Instant.now();
      if (!shelf.settled()) {
        settled = null;
      } else if (missing.isEmpty()) {
        return;
      } else if (settled == null) {
        settled = now;
      } else if (now.isAfter(settled.plus(SETTLED))) {
        throw new CommandFailure(
            "--image: "
                + missing.get(0)
                + " is DICOM, but no image that can be read: leave out reports, PDFs and the like");
      }
      if (now.isAfter(end)) {
        throw new CommandFailure(
            "--image: Orthanc did not finish "
                + stored.values().iterator().next()
                + " within "
                + PATIENCE.toSeconds()
                + " s: try again, with fewer images");
      }
      pause();
    }
  }

  private static void pause() throws IOException {
    try {
      Thread.sleep(100);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  public List<Study> studies() {
    return List.copyOf(studies);
  }

  @Override
  public byte[] png(Instance instance) throws IOException {
    Picture picture = pictures.get(instance.storeId());
    if (picture != null) {
      return picture.png();
    }
    if (dicom == null) {
      throw new ImageSource.Unreadable("no such image");
    }
    return dicom.png(instance);
  }

  @Override
  public Optional<ImageSize> size(Instance instance) throws IOException {
    Picture picture = pictures.get(instance.storeId());
    if (picture != null) {
      return Optional.of(picture.size());
    }
    return dicom == null ? Optional.empty() : dicom.size(instance);
  }

  @Override
  public String recipe(Instance instance) {
    return dicom == null || pictures.containsKey(instance.storeId())
        ? Picture.recipe(LONGEST)
        : dicom.recipe(instance);
  }
}
