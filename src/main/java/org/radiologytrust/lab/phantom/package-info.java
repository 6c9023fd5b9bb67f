/**
 * The project's own chest radiographs, with their truth: synthetic images, the DICOM object around
 * one, and sets of them that the small model of {@code model/} learns from and is measured with.
 * They show nobody, so they may be shown, sent and stored anywhere; they are drawn, not simulated,
 * and good for trying the product, never for judging a model that is meant for patients.
 */
package org.radiologytrust.lab.phantom;
