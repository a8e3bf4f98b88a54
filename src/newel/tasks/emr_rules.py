"""What Step Functions and EMR want of a new cluster, and botocore's model does not say.

"Create and manage Amazon EMR clusters with Step Functions"; RunJobFlow, InstanceFleetConfig, InstanceTypeConfig and
SpotProvisioningSpecification in the EMR API reference.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from newel.json_types import is_array, is_integer, is_object
from newel.parameters.bounds import out_of_bounds
from newel.parameters.find import find, is_known
from newel.parameters.shapes import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

_SPOT = "Instances.InstanceFleets[].LaunchSpecifications.SpotSpecification.TimeoutDurationMinutes"
_BOUNDS = {
    "StepConcurrencyLevel": (1, 256),
    "EbsRootVolumeSize": (15, 100),
    "EbsRootVolumeIops": (3000, 16000),
    "EbsRootVolumeThroughput": (125, 1000),
    "AutoTerminationPolicy.IdleTimeout": (60, 604800),
    _SPOT: (5, 1440),
}
_CONCURRENT_SINCE = (5, 28)
_RELEASE = re.compile(r"emr-(?:[a-z]+-)?\d+(?:\.\d+){1,2}(?:-\w+)*")


def cluster_problems(parameters: dict[str, Any]) -> Iterator[Problem]:
    """Say what would be refused of a cluster's parameters."""
    alive = "Instances.KeepJobFlowAliveWhenNoSteps"
    if list(find(parameters, alive)) in ([], [False]):
        yield Problem(alive, "Step Functions wants the cluster to outlive its steps", "write True")
    yield from out_of_bounds(parameters, _BOUNDS)
    label = parameters.get("ReleaseLabel")
    if isinstance(label, str) and is_known(label) and not _RELEASE.fullmatch(label):
        yield Problem("ReleaseLabel", f"{label!r} is no release of EMR", 'write it as "emr-7.1.0"')
    release = re.match(r"emr-(\d+)\.(\d+)\.", str(parameters.get("ReleaseLabel", "")))
    level = parameters.get("StepConcurrencyLevel")
    if release and is_integer(level) and level > 1 and (int(release[1]), int(release[2])) < _CONCURRENT_SINCE:
        yield Problem("StepConcurrencyLevel", "steps run at once since emr-5.28.0", "write a later release_label")
    fleets = list(find(parameters, "Instances.InstanceFleets[]"))
    if fleets and "AutoScalingRole" in parameters:
        yield Problem("AutoScalingRole", "instance fleets take no such role", "leave it out")
    for index, fleet in enumerate(fleets):
        if is_object(fleet):
            yield from _fleet(fleet, f"Instances.InstanceFleets[{index}]")


def _fleet(fleet: dict[str, Any], place: str) -> Iterator[Problem]:
    spot = fleet.get("TargetSpotCapacity")
    if fleet.get("InstanceFleetType") == "MASTER" and is_integer(spot) and spot > 1:
        yield Problem(f"{place}.TargetSpotCapacity", "a cluster has one primary node", "write 1")
    kinds = fleet.get("InstanceTypeConfigs")
    for index, kind in enumerate(kinds if is_array(kinds) else []):
        if is_object(kind) and {"BidPrice", "BidPriceAsPercentageOfOnDemandPrice"} <= kind.keys():
            where = f"{place}.InstanceTypeConfigs[{index}]"
            yield Problem(f"{where}.BidPrice", "the bid is a price or a percentage, not both", "leave one out")
