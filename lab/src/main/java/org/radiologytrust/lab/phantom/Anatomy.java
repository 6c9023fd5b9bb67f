package org.radiologytrust.lab.phantom;

import java.util.Random;

/**
 * How one patient's image differs from another's, apart from abnormalities. All values are drawn
 * from the seed, needed or not, so a patient looks the same with and without a finding.
 *
 * @param sine of the angle by which the patient leans
 * @param right how far the patient stands to the right of the image's middle
 * @param down how far the patient stands below the image's middle
 * @param width the patient's width relative to the usual one
 * @param height the patient's height relative to the usual one
 * @param lungs width of the lungs relative to the usual one
 * @param dome how far the diaphragm is below its usual place
 * @param heart its size relative to the usual one
 * @param ribs how far they are below their usual place
 * @param bones their density relative to the usual one
 * @param gain of the exposure, relative to the usual one
 * @param curve how much brighter the mid greys are
 * @param noise noise level of a pixel that is 1/1024 of the image wide
 */
record Anatomy(
    double sine,
    double right,
    double down,
    double width,
    double height,
    double lungs,
    double dome,
    double heart,
    double ribs,
    double bones,
    double gain,
    double curve,
    double noise,
    Focus rightFocus,
    Focus leftFocus) {

  /**
   * Place and shape of a lung's opacity, if there is one.
   *
   * @param across from the patient's middle
   * @param along downwards
   * @param form ratio of width to height
   * @param edge softness of its edge
   * @param density share of the air that it replaces
   */
  record Focus(double across, double along, double form, double edge, double density) {
    private static Focus of(Random random) {
      return new Focus(
          between(random, 0.42, 0.56),
          between(random, -0.42, 0.02),
          between(random, 0.85, 1.25),
          between(random, 0.30, 0.55),
          between(random, 0.70, 0.85));
    }
  }

  static Anatomy of(Random random) {
    return new Anatomy(
        between(random, -0.05, 0.05),
        between(random, -0.05, 0.05),
        between(random, -0.07, 0.07),
        between(random, 0.93, 1.06),
        between(random, 0.93, 1.06),
        between(random, 0.93, 1.05),
        between(random, -0.06, 0.06),
        between(random, 0.92, 1.05),
        between(random, -0.05, 0.05),
        between(random, 0.7, 1.15),
        between(random, 0.88, 1.08),
        between(random, -0.25, 0.30),
        between(random, 0.005, 0.02),
        Focus.of(random),
        Focus.of(random));
  }

  private static double between(Random random, double from, double to) {
    return from + (to - from) * random.nextDouble();
  }

  private double cosine() {
    return Math.sqrt(1 - sine * sine);
  }

  /** The patient's x of a place in the image. */
  double patientX(double x, double y) {
    return (cosine() * (x - right) + sine * (y - down)) / width;
  }

  /** The patient's y of a place in the image. */
  double patientY(double x, double y) {
    return (cosine() * (y - down) - sine * (x - right)) / height;
  }

  /** The image's x of a place in the patient. */
  double imageX(double x, double y) {
    return cosine() * x * width - sine * y * height + right;
  }

  /** The image's y of a place in the patient. */
  double imageY(double x, double y) {
    return cosine() * y * height + sine * x * width + down;
  }

  /** Applies the exposure to a brightness from 0 to 1. */
  double exposed(double grey) {
    double seen = Math.min(1, gain * grey);
    return seen + curve * seen * (1 - seen);
  }
}
