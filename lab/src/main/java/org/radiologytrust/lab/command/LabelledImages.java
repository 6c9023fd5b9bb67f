package org.radiologytrust.lab.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.radiologytrust.cases.CaseFolders;
import org.radiologytrust.cases.Truth;
import org.radiologytrust.cli.audit.ImageFiles;
import org.radiologytrust.cli.audit.MessageReaders;
import org.radiologytrust.cli.audit.ReportFile;
import org.radiologytrust.cli.base.CommandCleanup;
import org.radiologytrust.cli.base.CommandFailure;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.images.ImageSource;
import org.radiologytrust.lab.run.EvalCase;
import org.radiologytrust.model.Instance;
import org.radiologytrust.model.Order;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.Study;
import org.radiologytrust.model.Texts;

/** Reads labelled cases for the pipeline, and returns the pixels of their images. */
final class LabelledImages implements ImageSource {
  private final Map<String, ImageSource> sources = new HashMap<>();

  /** Converts a synthetic case. */
  EvalCase read(SynthSource.Generated generated) throws IOException {
    List<Instance> instances = new ArrayList<>();
    for (var image : generated.images().entrySet()) {
      String uid = generated.id() + "/" + image.getKey();
      byte[] png = image.getValue();
      sources.put(uid, instance -> png);
      instances.add(new Instance(uid, "", "", "", "", "", "", "", 1, 1, uid));
    }
    Report report = ReportFile.text(generated.id(), generated.synthCase().report(), "synth");
    return labelled(
        generated.id(),
        Texts.sha256(generated.synthCase().report()),
        report,
        instances,
        generated.synthCase().truth());
  }

  /**
   * Reads a case from its folder.
   *
   * @param site says how images are rendered
   * @param closing closes the reader of DICOM images
   * @throws CommandFailure if the case has no truth or is not valid; the message names it
   */
  EvalCase read(
      CaseFolders.Folder folder, MessageReaders readers, SiteFiles site, CommandCleanup closing)
      throws IOException {
    Truth truth =
        folder
            .truth()
            .orElseThrow(() -> new CommandFailure("case " + folder.id() + " has no truth.json"));
    byte[] bytes = Files.readAllBytes(folder.report());
    Report report = new ReportFile("case " + folder.id(), bytes).report(readers);
    List<Path> paths = folder.images();
    ImageFiles files = ImageFiles.open(paths, site, closing);
    List<Instance> instances = new ArrayList<>();
    for (Study study : files.studies()) {
      for (Instance instance : study.instances()) {
        sources.put(instance.storeId(), files);
        instances.add(instance);
      }
    }
    return labelled(folder.id(), folder.hash(), report, instances, truth);
  }

  /** Takes modality and body part from the truth where tags or order do not have them. */
  private static EvalCase labelled(
      String id, String hash, Report report, List<Instance> instances, Truth truth) {
    List<Instance> tagged = instances.stream().map(i -> tagged(i, truth)).toList();
    return new EvalCase(id, hash, ordered(report, truth), tagged, truth);
  }

  private static Instance tagged(Instance i, Truth truth) {
    return i.of(or(i.modality(), truth.modality()), or(i.bodyPartExamined(), truth.bodyPart()));
  }

  private static Report ordered(Report r, Truth truth) {
    Order o = r.order();
    Order told =
        new Order(
            o.placerOrderNumber(),
            o.fillerOrderNumber(),
            o.accessionNumbers(),
            o.studyInstanceUids(),
            o.procedure(),
            or(o.modality(), truth.modality()),
            or(o.bodyPart(), truth.bodyPart()),
            o.laterality());
    return r.toBuilder().order(told).build();
  }

  private static String or(String word, String other) {
    return word.isEmpty() ? other : word;
  }

  @Override
  public byte[] png(Instance instance) throws IOException {
    return sources.get(instance.storeId()).png(instance);
  }
}
