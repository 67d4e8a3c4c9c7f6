"""Grants, indicators, reports."""

import datetime as dt

import factory

from evaluation import models as evaluation
from partnerships import models as partnerships
from tests.factories.ground import StructureFactory
from tests.factories.work import ProgrammeFactory


class IndicatorFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = evaluation.Indicator

    programme = factory.SubFactory(ProgrammeFactory)
    title = factory.Sequence("Indicateur {}".format)
    measure = "unique_parents"


class TargetFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = evaluation.Target

    indicator = factory.SubFactory(IndicatorFactory)
    starts_on = dt.date(2026, 9, 1)
    ends_on = dt.date(2027, 8, 31)
    value = 100


class GrantFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = evaluation.Grant

    title = factory.Sequence("Subvention {}".format)
    holder = factory.SubFactory(StructureFactory)
    funder = factory.SubFactory(
        StructureFactory,
        kind=partnerships.Structure.Kind.FOUNDATION,
        name=factory.Sequence("Fondation {}".format),
    )
    awarded = 9000
    starts_on = dt.date(2026, 9, 1)
    ends_on = dt.date(2027, 8, 31)


class ReportFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = evaluation.Report

    grant = factory.SubFactory(GrantFactory)
    title = factory.Sequence("Rapport {}".format)
    starts_on = dt.date(2026, 9, 1)
    ends_on = dt.date(2026, 12, 31)


class IssuedReportFactory(ReportFactory):
    status = evaluation.Report.Status.ISSUED
    issued_at = dt.datetime(2026, 12, 31, 12, tzinfo=dt.UTC)
    figures = factory.LazyFunction(dict)
    pdf = "rapports/essai.pdf"
    sha256 = "0" * 64
