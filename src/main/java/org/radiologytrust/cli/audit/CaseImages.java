package org.radiologytrust.cli.audit;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.cli.base.CommandCleanup;
import org.radiologytrust.cli.base.CommandFailure;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.images.ImageSize;
import org.radiologytrust.images.ImageSource;
import org.radiologytrust.model.Instance;
import org.radiologytrust.model.Study;

/**
 * Images of several cases at once. Two cases may have the same image, or different pixels under the
 * same UID, so each image is identified together with its case.
 */
final class CaseImages implements ImageSource {
  private final Map<String, ImageSource> cases = new ConcurrentHashMap<>();
  private final SiteFiles site;

  /**
   * @param site says which objects are no images, and how images are rendered
   */
  CaseImages(SiteFiles site) {
    this.site = site;
  }

  /**
   * Opens the images of a case until {@link #remove}.
   *
   * @param key identifies the case; has no slash
   * @param closing stops the Orthanc that reads DICOM files
   * @return studies whose instances {@link #png} knows
   * @throws CommandFailure when an image cannot be used; the message names it
   */
  List<Study> add(String key, List<java.nio.file.Path> images, CommandCleanup closing)
      throws IOException {
    ImageFiles files = ImageFiles.open(images, site, closing);
    cases.put(key, files);
    return files.studies().stream().map(s -> keyed(s, key + "/")).toList();
  }

  void remove(String key) {
    cases.remove(key);
  }

  private static Study keyed(Study s, String key) {
    return s.with(s.instances().stream().map(i -> i.storedAs(key + i.storeId())).toList());
  }

  @Override
  public byte[] png(Instance instance) throws IOException {
    ImageSource source = source(instance);
    if (source == null) {
      throw new ImageSource.Unreadable("no such image");
    }
    return source.png(inCase(instance));
  }

  @Override
  public Optional<ImageSize> size(Instance instance) throws IOException {
    ImageSource source = source(instance);
    return source == null ? Optional.empty() : source.size(inCase(instance));
  }

  @Override
  public String recipe(Instance instance) {
    ImageSource source = source(instance);
    return source == null ? "" : source.recipe(inCase(instance));
  }

  private @Nullable ImageSource source(Instance instance) {
    String id = instance.storeId();
    return cases.get(id.substring(0, Math.max(0, id.indexOf('/'))));
  }

  /** The image as its case knows it. */
  private static Instance inCase(Instance instance) {
    String id = instance.storeId();
    return instance.storedAs(id.substring(id.indexOf('/') + 1));
  }
}
